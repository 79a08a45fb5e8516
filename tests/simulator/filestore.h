// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/answer.h"
#include "tests/simulator/dialect.h"

#include <QSet>
#include <QString>

namespace archivesmp::ampsim {

// The files that an instance's file manager shows: those beneath its root, and nothing that a path with "..",
// an absolute path or a symbolic link could lead to. Paths are relative, with /, "" being the root.
class FileStore final
{
public:
    FileStore(const QString &root, const Dialect &dialect);

    [[nodiscard]] Answer list(const QString &folder) const;
    [[nodiscard]] Answer readChunk(const QString &path, qint64 offset, qint64 size) const;    // ReadFileChunk
    [[nodiscard]] Answer readOldChunk(const QString &path, qint64 offset, qint64 size) const; // GetFileChunk
    [[nodiscard]] Answer md5(const QString &path) const;

    // The first chunk of an upload empties the file; the last one ends the upload.
    enum class Chunk { Inner, Final };
    [[nodiscard]] Answer writeChunk(const QString &path, const QByteArray &bytes, qint64 offset, Chunk chunk);
    [[nodiscard]] Answer releaseLock(const QString &path);
    enum class Append { ToEnd, ToEmptied };
    [[nodiscard]] Answer append(const QString &path, const QByteArray &bytes, Append append);

    [[nodiscard]] Answer copy(const QString &path, const QString &targetFolder);
    [[nodiscard]] Answer rename(const QString &path, const QString &newName); // within its folder
    [[nodiscard]] Answer createFolder(const QString &path);
    [[nodiscard]] Answer trash(const QString &path);
    [[nodiscard]] Answer emptyTrash();
    [[nodiscard]] Answer setExcluded(const QString &path, bool excluded); // from backups
    [[nodiscard]] Answer pack(const QString &path);                       // into <path>.zip
    [[nodiscard]] Answer unpack(const QString &archive, const QString &folder);

    [[nodiscard]] QStringList leftOutOfBackups() const;

private:
    // The absolute path, or nothing where it leads out of the root.
    [[nodiscard]] std::optional<QString> resolved(const QString &path) const;
    [[nodiscard]] std::optional<QString> resolvedFile(const QString &path) const; // that is there

    QString _root;
    const Dialect &_dialect;
    QSet<QString> _uploads;  // absolute paths
    QSet<QString> _excluded; // relative paths
};

} // namespace archivesmp::ampsim
