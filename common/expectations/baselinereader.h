// SPDX-License-Identifier: GPL-3.0-or-later
// The two JSON files in which the expected settings are written down.
#pragma once

#include "common/core/result.h"
#include "common/expectations/setting.h"

#include <QByteArray>
#include <QList>

namespace archivesmp::expectations {

// What a file says of one plugin, maps resolved into the settings that they hold, in the file's order.
struct Baseline
{
    QList<PluginExpectations> plugins;
    int plainSettings = 0; // as counted in the file, a map being one
};

// {plugin: {setting: value}}. Errors name line, column and the JSON path, and reject the whole file: what is
// no object where one must be, a key that stands there twice, a number that cannot be kept exactly.
[[nodiscard]] Result<Baseline> readUniversal(const QByteArray &json, domain::Platform platform);

// {plugin: {setting: {instance: value}}}.
[[nodiscard]] Result<Baseline> readVariable(const QByteArray &json, domain::Platform platform);

} // namespace archivesmp::expectations
