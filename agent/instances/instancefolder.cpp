// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/instances/instancefolder.h"

#include "agent/instances/fileio.h"
#include "common/core/textescape.h"
#include "common/domain/instance.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <thread>

namespace archivesmp::agent::instances {

using namespace Qt::StringLiterals;

namespace {

constexpr int readings = 3;
// Between readings of a file that changes. Sleeping is right here: the callers are on the pool, whose work
// cannot be taken back anyway, and three readings make it 30 ms at most.
constexpr std::chrono::milliseconds pause(5);
constexpr int hotSeconds = 2;

FileFacts factsOf(const struct stat &status)
{
    return {status.st_size, status.st_mode & 07777, status.st_uid,
            status.st_gid,  status.st_dev,          status.st_nlink};
}

bool sameMoment(const struct stat &a, const struct stat &b)
{
    return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec
        && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec && a.st_ino == b.st_ino;
}

// Times on disks are coarse: two writes in one tick look like one.
bool isHot(const struct stat &status)
{
    return ::time(nullptr) - status.st_mtim.tv_sec <= hotSeconds;
}

bool readsTheSame(int file, const QByteArray &content, qint64 maxBytes, const QString &path)
{
    std::this_thread::sleep_for(pause);
    ::lseek(file, 0, SEEK_SET);
    const auto again = readAll(file, maxBytes, path);
    return again && *again == content;
}

} // namespace

InstanceFolder::InstanceFolder(FileDescriptor folder, QString path, Resolution resolution)
    : _folder(std::move(folder))
    , _path(std::move(path))
    , _resolution(resolution)
{ }

Result<std::shared_ptr<const InstanceFolder>> InstanceFolder::open(const QString &root, const QString &name,
                                                                   Resolution resolution)
{
    if (!domain::isValidInstanceName(name)) {
        return Error{ErrorCode::InvalidArgument,
                     u"not the name of an instance: \""_s + excerpt(name, 80) + u'"',
                     {},
                     0,
                     0,
                     u"target_instance"_s};
    }
    const FileDescriptor base(
        ::open(QFile::encodeName(root).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!base.isOpen())
        return systemError(errno, u"cannot open the instances' folder"_s, root);
    auto folder = openBeneath(base.number(), name, O_RDONLY | O_DIRECTORY, 0, resolution);
    if (!folder)
        return folder.error();
    return std::shared_ptr<const InstanceFolder>(
        new InstanceFolder(std::move(*folder), QString(root + u'/' + name), resolution));
}

Result<FileDescriptor> InstanceFolder::openRegular(const QString &path, FileFacts *facts) const
{
    // Without O_NONBLOCK a planted pipe would hold the reader for ever.
    auto file = openBeneath(_folder.number(), path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0, _resolution);
    if (!file)
        return file;
    struct stat status
    { };
    if (::fstat(file->number(), &status) != 0)
        return systemError(errno, u"cannot look at"_s, path);
    if (!S_ISREG(status.st_mode))
        return Error{ErrorCode::InvalidInput, u"not a regular file"_s, escapedForDisplay(path)};
    if (facts)
        *facts = factsOf(status);
    return file;
}

Result<QByteArray> InstanceFolder::read(const QString &path, qint64 maxBytes) const
{
    for (int reading = 0; reading < readings; ++reading) {
        const auto file = openRegular(path, nullptr);
        if (!file)
            return file.error();
        struct stat before
        { };
        struct stat after
        { };
        ::fstat(file->number(), &before);
        auto content = readAll(file->number(), maxBytes, escapedForDisplay(path));
        if (!content)
            return content;
        const bool same = !isHot(before) || readsTheSame(file->number(), *content, maxBytes, path);
        ::fstat(file->number(), &after);
        if (same && sameMoment(before, after) && content->size() == before.st_size)
            return content;
        std::this_thread::sleep_for(pause);
    }
    return Error{ErrorCode::Busy, u"changing while it is read"_s, escapedForDisplay(path)};
}

Result<QByteArray> InstanceFolder::sha256(const QString &path, qint64 maxBytes) const
{
    const auto file = openRegular(path, nullptr);
    if (!file)
        return file.error();
    return hashAll(file->number(), maxBytes, escapedForDisplay(path));
}

Result<FileFacts> InstanceFolder::facts(const QString &path) const
{
    FileFacts facts;
    const auto file = openRegular(path, &facts);
    if (!file)
        return file.error();
    return facts;
}

Result<FileFacts> InstanceFolder::folderFacts(const QString &path) const
{
    const auto folder = openBeneath(_folder.number(), path, O_RDONLY | O_DIRECTORY, 0, _resolution);
    if (!folder)
        return folder.error();
    struct stat status
    { };
    if (::fstat(folder->number(), &status) != 0)
        return systemError(errno, u"cannot look at"_s, path);
    return factsOf(status);
}

Result<QList<FolderEntry>> InstanceFolder::list(const QString &path) const
{
    auto folder = openBeneath(_folder.number(), path, O_RDONLY | O_DIRECTORY, 0, _resolution);
    if (!folder)
        return folder.error();
    const int number = ::fcntl(folder->number(), F_DUPFD_CLOEXEC, 0);
    DIR *stream = number >= 0 ? ::fdopendir(number) : nullptr;
    if (!stream)
        return systemError(errno, u"cannot list"_s, path);
    QList<FolderEntry> entries;
    while (const dirent *entry = ::readdir(stream)) {
        const QByteArray name(entry->d_name);
        struct stat status
        { };
        if (name == "." || name == ".."
            || ::fstatat(number, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        const auto kind = S_ISREG(status.st_mode) ? FolderEntry::Kind::File
            : S_ISDIR(status.st_mode)             ? FolderEntry::Kind::Folder
                                                  : FolderEntry::Kind::Other;
        entries.append({QFile::decodeName(name), kind, status.st_size});
    }
    ::closedir(stream);
    std::sort(entries.begin(), entries.end(),
              [](const FolderEntry &a, const FolderEntry &b) { return a.name < b.name; });
    return entries;
}

Result<void> InstanceFolder::requireSpace(qint64 bytes) const
{
    struct statvfs status
    { };
    if (::fstatvfs(_folder.number(), &status) != 0)
        return systemError(errno, u"cannot ask for the free space"_s, _path);
    const auto free = static_cast<qint64>(status.f_bavail) * static_cast<qint64>(status.f_frsize);
    if (free >= bytes)
        return {};
    return Error{ErrorCode::NoSpace,
                 megabytes(bytes) + u" needed, "_s + megabytes(free) + u" free"_s,
                 _path,
                 0,
                 0,
                 {},
                 u"free some space and try again"_s};
}

} // namespace archivesmp::agent::instances
