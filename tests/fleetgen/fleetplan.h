// SPDX-License-Identifier: GPL-3.0-or-later
// What a generated fleet consists of, before anything is written.
#pragma once

#include "common/config/format.h"
#include "common/core/keypath.h"
#include "common/core/value.h"
#include "common/domain/finding.h"
#include "common/domain/instance.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace archivesmp::fleetgen {

// One setting in one file.
struct Leaf
{
    KeyPath path;
    std::optional<Value> universal;
    QMap<QString, Value> variable; // by instance name
};

// How a file's settings are written into the universal file.
enum class Spelling { Dotted, Map };

struct FileSpec
{
    QByteArray stem; // "config", "addons/Isles/config"
    config::Format format = config::Format::Yaml;
    bool isMain = true;
    Spelling spelling = Spelling::Dotted; // of files that are not the main one
    QList<Leaf> leaves;

    [[nodiscard]] QByteArray name() const; // with its ending
};

struct PluginSpec
{
    QString name;
    QString version;
    domain::Platform platform = domain::Platform::Paper;
    QList<FileSpec> files;
    QList<qsizetype> instances; // indexes into FleetPlan::instances

    [[nodiscard]] QString folder() const; // "plugins/CoreProtect", relative to the Minecraft folder
};

struct InstanceSpec
{
    domain::InstanceRef ref;
    domain::Platform platform = domain::Platform::Paper;
};

struct FleetPlan
{
    QList<InstanceSpec> instances;
    QList<PluginSpec> plugins;
    bool hasMatrix = true; // false: nobody says which plugin belongs where, so none can be missing
};

// One drift to inject, which is one finding to be found.
struct Drift
{
    qsizetype instance = 0;
    qsizetype plugin = 0;
    qsizetype file = -1; // -1: about the plugin itself
    KeyPath key;
    domain::FindingKind kind = domain::FindingKind::Changed;
    std::optional<Value> actual; // what stands there instead
};

// The two servers' instances: DEV01 and BENT01 come first, VEL01 and GEYSER are the proxy and the bridge.
[[nodiscard]] QList<InstanceSpec> inventInstances(int count);

} // namespace archivesmp::fleetgen
