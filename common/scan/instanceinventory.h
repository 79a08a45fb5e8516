// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/plugin.h"
#include "common/drift/plugincheck.h"
#include "common/expectations/aliastable.h"
#include "common/scan/jarcache.h"
#include "common/scan/safefolder.h"

#include <QByteArrayList>
#include <QList>
#include <QString>

namespace archivesmp::scan {

// Something that could not be read: its place relative to the Minecraft folder, and why.
struct Unreadable
{
    QString plugin; // empty where it belongs to none
    QString file;
    QString reason;

    friend bool operator==(const Unreadable &, const Unreadable &) = default;
};

// A plugin by its name in the expectations, and a folder of it, "plugins/CoreProtect".
struct PluginFolder
{
    QString plugin;
    QByteArray folder;

    friend bool operator==(const PluginFolder &, const PluginFolder &) = default;
};

// Which plugins lie in one instance. A fleet has very many of them, and they stay during a scan: lists take
// less memory than hashes.
struct InstanceInventory
{
    domain::Platform platform = domain::Platform::Unknown;
    QList<domain::InstalledPlugin> plugins; // by name
    QList<PluginFolder> folders;
    QList<QString> present; // names in the expectations, those without a folder too
    QList<Unreadable> unreadable;

    [[nodiscard]] QByteArrayList foldersOf(const QString &plugin) const; // the last of them first
};

// NoJars: the folders alone, which is enough to know a neighbour by.
enum class JarHashing { NoJars, Skip, Sha256 };

// Reads the descriptors of the JARs and finds the folders that belong to them. `cache` may be null.
[[nodiscard]] Result<InstanceInventory> takeInventory(const SafeFolder &game,
                                                      const domain::InstanceRef &instance,
                                                      const drift::PluginNames &names,
                                                      const expectations::AliasTable &aliases,
                                                      JarHashing hashing, JarCache *cache = nullptr);

} // namespace archivesmp::scan
