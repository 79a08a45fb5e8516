// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace archivesmp::drift {

// The settings of one file of a plugin.
struct ResolvedFile
{
    QByteArray stem;
    QByteArray name; // as most instances have it, "config.yml"
    struct Entry
    {
        int setting = 0;       // index into PluginExpectations::settings
        QByteArrayView dotted; // the way inside the file, in that setting's key; empty for the whole file
    };
    std::vector<Entry> entries;
};

} // namespace archivesmp::drift
