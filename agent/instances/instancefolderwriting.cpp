// SPDX-License-Identifier: GPL-3.0-or-later
// How files beneath an instance are written, moved and removed.
#include "agent/instances/instancefolder.h"

#include "agent/instances/fileio.h"
#include "common/core/textescape.h"

#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>

namespace archivesmp::agent::instances {

using namespace Qt::StringLiterals;

namespace {

// Refuses what must not be written over; nullopt where nothing is there.
Result<std::optional<struct stat>> writableTarget(const ParentAndName &at, const QString &path)
{
    struct stat status
    { };
    if (::fstatat(at.parent.number(), at.name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return std::optional<struct stat>();
        return systemError(errno, u"cannot look at"_s, path);
    }
    if (S_ISLNK(status.st_mode)) {
        QByteArray target(1024, Qt::Uninitialized);
        const ssize_t length = ::readlinkat(at.parent.number(), at.name.constData(), target.data(), 1024);
        const QByteArrayView shown(target.constData(), std::max<ssize_t>(length, 0));
        return Error{ErrorCode::PermissionDenied,
                     u"a symbolic link to "_s + escapedForDisplay(shown) + u" is not written through"_s,
                     escapedForDisplay(path)};
    }
    if (!S_ISREG(status.st_mode))
        return Error{ErrorCode::InvalidInput, u"not a regular file"_s, escapedForDisplay(path)};
    if (status.st_nlink > 1) {
        return Error{ErrorCode::PermissionDenied,
                     u"the file has another hard link, which would be changed too"_s,
                     escapedForDisplay(path)};
    }
    return std::optional(status);
}

// As the old file; a new one takes after its folder.
Result<void> dress(int file, const struct stat &like, mode_t mode, const QString &path)
{
    if (::fchown(file, like.st_uid, like.st_gid) != 0)
        return systemError(errno, u"cannot keep the owner"_s, path);
    if (::fchmod(file, mode) != 0)
        return systemError(errno, u"cannot keep the mode"_s, path);
    return {};
}

Result<void> fillAndRename(const FileDescriptor &file, const ParentAndName &at, const QByteArray &temporary,
                           const QByteArray &bytes, const std::optional<struct stat> &old,
                           const QString &path)
{
    struct stat folder
    { };
    ::fstat(at.parent.number(), &folder);
    if (const auto written = writeAll(file.number(), bytes, path); !written)
        return written;
    const mode_t mode = old ? old->st_mode & 07777 : 0640;
    if (const auto dressed = dress(file.number(), old ? *old : folder, mode, path); !dressed)
        return dressed;
    if (const auto synced = syncFile(file.number(), path); !synced)
        return synced;
    if (::renameat(at.parent.number(), temporary.constData(), at.parent.number(), at.name.constData()) != 0)
        return systemError(errno, u"cannot rename into place"_s, path);
    return {};
}

} // namespace

Result<void> InstanceFolder::replace(const QString &path, const QByteArray &bytes) const
{
    const auto at = openParent(_folder.number(), path, _resolution);
    if (!at)
        return at.error();
    const auto old = writableTarget(*at, path);
    if (!old)
        return old.error();
    if (const auto space = requireSpace(bytes.size()); !space)
        return space;
    const QByteArray temporary
        = ".archivesmp-" + QByteArray::number(QRandomGenerator::system()->generate64(), 16) + ".tmp";
    const FileDescriptor file(::openat(at->parent.number(), temporary.constData(),
                                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return systemError(errno, u"cannot write beside"_s, path);
    const auto done = fillAndRename(file, *at, temporary, bytes, *old, escapedForDisplay(path));
    if (!done) {
        ::unlinkat(at->parent.number(), temporary.constData(), 0);
        return done;
    }
    return syncFile(at->parent.number(), path);
}

Result<void> InstanceFolder::fillNew(int source, const QString &to, qint64 maxBytes) const
{
    const auto at = openParent(_folder.number(), to, _resolution);
    if (!at)
        return at.error();
    struct stat status
    { };
    ::fstat(source, &status);
    if (status.st_size > maxBytes)
        return Error{ErrorCode::LimitExceeded, u"larger than "_s + megabytes(maxBytes),
                     escapedForDisplay(to)};
    if (const auto space = requireSpace(status.st_size); !space)
        return space;
    const FileDescriptor file(::openat(at->parent.number(), at->name.constData(),
                                       O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return systemError(errno, u"cannot make"_s, to);
    const auto fill = [&]() -> Result<void> {
        const auto content = readAll(source, maxBytes, to);
        if (!content)
            return content.error();
        if (const auto written = writeAll(file.number(), *content, to); !written)
            return written;
        if (const auto synced = syncFile(file.number(), to); !synced)
            return synced;
        ::lseek(file.number(), 0, SEEK_SET);
        const auto again = readAll(file.number(), maxBytes, to);
        if (!again || *again != *content)
            return Error{ErrorCode::Corrupt, u"the copy does not read back as it was written"_s, to};
        return syncFile(at->parent.number(), to);
    };
    const auto filled = fill();
    if (!filled)
        ::unlinkat(at->parent.number(), at->name.constData(), 0);
    return filled;
}

Result<void> InstanceFolder::copy(const QString &from, const QString &to, qint64 maxBytes) const
{
    const auto source = openRegular(from, nullptr);
    return source ? fillNew(source->number(), to, maxBytes) : source.error();
}

Result<void> InstanceFolder::importFile(const QString &absoluteFrom, const QString &to, qint64 maxBytes) const
{
    const FileDescriptor source(
        ::open(QFile::encodeName(absoluteFrom).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!source.isOpen())
        return systemError(errno, u"cannot open"_s, absoluteFrom);
    return fillNew(source.number(), to, maxBytes);
}

Result<void> InstanceFolder::dressLike(const QString &path, const FileFacts &facts) const
{
    const auto file = openRegular(path, nullptr);
    if (!file)
        return file.error();
    struct stat like
    { };
    like.st_uid = facts.owner;
    like.st_gid = facts.group;
    const auto dressed = dress(file->number(), like, facts.mode, path);
    return dressed ? syncFile(file->number(), path) : dressed;
}

Result<void> InstanceFolder::move(const QString &from, const QString &to) const
{
    const auto source = openParent(_folder.number(), from, _resolution);
    if (!source)
        return source.error();
    const auto target = openParent(_folder.number(), to, _resolution);
    if (!target)
        return target.error();
    if (const auto writable = writableTarget(*target, to); !writable)
        return writable.error();
    if (::renameat(source->parent.number(), source->name.constData(), target->parent.number(),
                   target->name.constData())
        != 0)
        return systemError(errno, u"cannot rename into place"_s, to);
    const auto synced = syncFile(target->parent.number(), to);
    return synced ? syncFile(source->parent.number(), from) : synced;
}

Result<void> InstanceFolder::remove(const QString &path) const
{
    const auto at = openParent(_folder.number(), path, _resolution);
    if (!at)
        return at.error().code == ErrorCode::NotFound ? Result<void>() : at.error();
    if (::unlinkat(at->parent.number(), at->name.constData(), 0) != 0 && errno != ENOENT)
        return systemError(errno, u"cannot remove"_s, path);
    return syncFile(at->parent.number(), path);
}

Result<void> InstanceFolder::makeFolders(const QString &path, mode_t mode) const
{
    if (const auto checked = checkRelativePath(path); !checked)
        return checked;
    for (qsizetype end = path.indexOf(u'/'); true; end = path.indexOf(u'/', end + 1)) {
        const QString part = end < 0 ? path : path.left(end);
        const auto at = openParent(_folder.number(), part, _resolution);
        if (!at)
            return at.error();
        if (::mkdirat(at->parent.number(), at->name.constData(), mode) == 0) {
            if (const auto synced = syncFile(at->parent.number(), part); !synced)
                return synced;
        } else if (errno != EEXIST) {
            return systemError(errno, u"cannot make the folder"_s, part);
        }
        if (end < 0)
            break;
    }
    const auto made = openBeneath(_folder.number(), path, O_RDONLY | O_DIRECTORY, 0, _resolution);
    return made ? Result<void>() : made.error();
}

Result<void> InstanceFolder::removeFolder(const QString &path) const
{
    const auto entries = list(path);
    if (!entries)
        return entries.error().code == ErrorCode::NotFound ? Result<void>() : entries.error();
    for (const FolderEntry &entry : *entries) {
        const QString inside = path + u'/' + entry.name;
        const auto removed = entry.kind == FolderEntry::Kind::Folder ? removeFolder(inside) : remove(inside);
        if (!removed)
            return removed;
    }
    const auto at = openParent(_folder.number(), path, _resolution);
    if (!at)
        return at.error();
    if (::unlinkat(at->parent.number(), at->name.constData(), AT_REMOVEDIR) != 0 && errno != ENOENT)
        return systemError(errno, u"cannot remove the folder"_s, path);
    return syncFile(at->parent.number(), path);
}

} // namespace archivesmp::agent::instances
