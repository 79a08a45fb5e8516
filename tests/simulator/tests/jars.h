// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/ziparchive.h"

#include <QFile>
#include <QTemporaryDir>

namespace archivesmp::tests {

// Writes a JAR that holds one descriptor and nothing else.
inline bool writeJar(const QString &path, const QString &descriptor, const QByteArray &text)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(descriptor));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        return false;
    file.close();
    return ampsim::packFolder(folder.path(), path, {}).has_value();
}

// A Paper plugin; `more` are further lines of its descriptor.
inline bool writePaperJar(const QString &path, const QByteArray &name, const QByteArray &version,
                          const QByteArray &more = {})
{
    return writeJar(path, QStringLiteral("plugin.yml"),
                    "main: net.example.Main\nname: " + name + "\nversion: '" + version + "'\n" + more + '\n');
}

} // namespace archivesmp::tests
