// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/finding.h"
#include "common/domain/instance.h"
#include "common/expectations/expectedvalue.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace archivesmp::expectations {

// What stands behind a server's name where a file of variable settings means all of its instances: "ovh/*".
inline constexpr QLatin1StringView serverSuffix("/*");

// One setting of one plugin in all its layers; the later layer wins.
struct Setting
{
    QByteArray key; // as the files write it: "ReSpawn.Enabled", "addons/AOneBlock/config.world.sea-height"
    int mapKeyLength = 0; // how much of it was the name of a map in the file: often a file's name; 0 for none
    std::optional<ExpectedValue> universal;
    QMap<QString, ExpectedValue> servers;
    QMap<QString, ExpectedValue> instances; // by name, or server/name, as the file writes it

    friend bool operator==(const Setting &, const Setting &) = default;
};

// What is expected of one plugin wherever it is.
struct PluginExpectations
{
    QString plugin;
    domain::Platform platform = domain::Platform::Unknown; // Unknown: of any
    QList<Setting> settings;                               // sorted by key, unique

    friend bool operator==(const PluginExpectations &, const PluginExpectations &) = default;
};

// The value that counts for one instance, and why.
struct EffectiveSetting
{
    QString plugin;
    QByteArray key;
    ExpectedValue value;
    domain::Layer layer = domain::Layer::Universal;

    friend bool operator==(const EffectiveSetting &, const EffectiveSetting &) = default;
};

} // namespace archivesmp::expectations
