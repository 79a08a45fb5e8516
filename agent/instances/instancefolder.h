// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/beneath.h"
#include "common/core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>

#include <sys/types.h>

namespace archivesmp::agent::instances {

// What a regular file is like.
struct FileFacts
{
    qint64 size = 0;
    mode_t mode = 0;
    uid_t owner = 0;
    gid_t group = 0;
    dev_t device = 0;
    nlink_t links = 1;
};

struct FolderEntry
{
    enum class Kind { File, Folder, Other }; // Other: links, pipes, sockets, devices
    QString name;
    Kind kind = Kind::File;
    qint64 size = 0;
};

// The folder of one AMP instance, <root>/<name>, held open. Everything is reached beneath it through
// openBeneath(), reads take regular files only, and writes refuse files with a second hard link: what players
// and plugins can plant there never leads out. Paths are relative to the instance's folder
// ("Minecraft/plugins/X.jar"). All calls block; use them on the worker's pool. May be shared between threads.
class InstanceFolder final
{
public:
    // InvalidArgument for a name that is none, NotFound where there is no such folder.
    [[nodiscard]] static Result<std::shared_ptr<const InstanceFolder>> open(const QString &root,
                                                                            const QString &name,
                                                                            Resolution resolution
                                                                            = Resolution::Kernel);

    [[nodiscard]] const QString &path() const { return _path; } // absolute, for messages and for AMP's eyes

    // NotFound, PermissionDenied (a link), InvalidInput (not a regular file), LimitExceeded (larger), or Busy
    // where the file changed under three readings.
    [[nodiscard]] Result<QByteArray> read(const QString &path, qint64 maxBytes) const;
    [[nodiscard]] Result<QByteArray> sha256(const QString &path, qint64 maxBytes) const;
    [[nodiscard]] Result<FileFacts> facts(const QString &path) const;
    [[nodiscard]] Result<FileFacts> folderFacts(const QString &path) const;
    [[nodiscard]] Result<QList<FolderEntry>> list(const QString &path) const; // by name

    // New bytes in place of the old ones with owner and mode kept: readers see either, never a mix. On any
    // error the old file is untouched and nothing else is left. A file that is not there yet is made.
    [[nodiscard]] Result<void> replace(const QString &path, const QByteArray &bytes) const;

    // A new file (mode 0600) with the content of another one, re-read and compared. `from` is beneath the
    // instance in copy(), and any file of the agent's own in importFile(). NoSpace says how much is needed.
    [[nodiscard]] Result<void> copy(const QString &from, const QString &to, qint64 maxBytes) const;
    [[nodiscard]] Result<void> importFile(const QString &absoluteFrom, const QString &to,
                                          qint64 maxBytes) const;

    // Gives a file the owner and mode of another one, on the disk when it returns.
    [[nodiscard]] Result<void> dressLike(const QString &path, const FileFacts &facts) const;

    // Renames over whatever regular file is there; both folders are on the disk when it returns.
    [[nodiscard]] Result<void> move(const QString &from, const QString &to) const;

    [[nodiscard]] Result<void> remove(const QString &path) const; // no error where it is not there
    [[nodiscard]] Result<void> makeFolders(const QString &path, mode_t mode = 0700) const;
    [[nodiscard]] Result<void> removeFolder(const QString &path) const; // with all in it; none is no error

    // NoSpace, with what is needed and what is free, unless `bytes` fit.
    [[nodiscard]] Result<void> requireSpace(qint64 bytes) const;

private:
    InstanceFolder(FileDescriptor folder, QString path, Resolution resolution);

    [[nodiscard]] Result<FileDescriptor> openRegular(const QString &path, FileFacts *facts) const;
    [[nodiscard]] Result<void> fillNew(int source, const QString &to, qint64 maxBytes) const;

    FileDescriptor _folder;
    QString _path;
    Resolution _resolution;
};

} // namespace archivesmp::agent::instances
