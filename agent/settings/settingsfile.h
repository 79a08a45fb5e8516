// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/settings/settingsnode.h"
#include "common/core/result.h"

#include <QByteArray>
#include <QString>

namespace archivesmp::agent::settings {

enum class Privacy { Secret, Public }; // Secret files must not be readable by group or others

// The bytes of a small regular file. Refuses, with the remedy: a missing file, anything that is not a regular
// file (a FIFO, a device, a folder: without opening it for reading), more than `limit` bytes, a Secret file
// with mode bits for others or of another owner, and one that changes while it is read (after three tries).
[[nodiscard]] Result<QByteArray> readPrivateFile(const QString &path, Privacy privacy,
                                                 qsizetype limit = 1024 * 1024);

// The settings in `source`, after the guards of config::parse: UTF-8, one document, no tabs, no duplicate
// keys, bounded depth and aliases. The root must be a map with something in it. Errors name line and column.
[[nodiscard]] Result<SettingsNode> parseSettings(const QByteArray &source);

} // namespace archivesmp::agent::settings
