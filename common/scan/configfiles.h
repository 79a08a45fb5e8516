// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/drift/keyresolver.h"
#include "common/expectations/setting.h"
#include "common/scan/instanceinventory.h"
#include "common/scan/safefolder.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <QList>
#include <QSet>

namespace archivesmp::scan {

// The folders below a plugin's own in which the expected settings can have files: "addons",
// "addons/AOneBlock". The plugin's own folder is the empty path.
[[nodiscard]] QSet<QByteArray> wantedFolders(const expectations::PluginExpectations &plugin);

// The configuration files of one plugin on one instance.
struct ConfigFiles
{
    drift::FilesByStem names;     // by stem, the best ending where there are several
    QByteArrayList folders;       // the plugin's own, relative to the Minecraft folder; mostly there is one
    QHash<QByteArray, int> other; // stems of files that are not in the first of them, and in which they are
    QSet<QByteArray> odd;         // stems of links, pipes and the like: neither there nor missing
    QByteArrayList unlisted;      // folders below the plugin's own that could not be listed; "" is that
    QList<Unreadable> unreadable;

    // Relative to the Minecraft folder; empty where there is no such file.
    [[nodiscard]] QByteArray pathOf(const QByteArray &stem) const;

    // Whether a file that was not found may be there all the same.
    [[nodiscard]] bool mayHold(const QByteArray &stem) const;
};

// Lists the wanted folders only, so that a plugin that keeps a file per player costs nothing.
[[nodiscard]] ConfigFiles findConfigFiles(const SafeFolder &game, const QByteArrayList &pluginFolders,
                                          const QSet<QByteArray> &wanted);

} // namespace archivesmp::scan
