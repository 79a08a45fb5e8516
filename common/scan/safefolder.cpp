// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/safefolder.h"

#include "common/core/textescape.h"
#include "common/scan/readlog.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#endif

namespace archivesmp::scan {

using namespace Qt::StringLiterals;

namespace {

// O_NONBLOCK: opening a pipe must not wait for its other end.
constexpr int fileFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
constexpr int folderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

Error errorOf(int number, const QByteArray &path)
{
    const QString name = escapedForDisplay(QByteArrayView(path));
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return {ErrorCode::NotFound, u"it is not there"_s, name};
    case EACCES:
    case EPERM:
        return {ErrorCode::PermissionDenied,           u"the agent may not read it"_s, name, 0, 0, {},
                u"give the agent's user read access"_s};
    case ELOOP:
    case EXDEV:
        return {ErrorCode::InvalidInput, u"a symbolic link, which is not followed"_s, name};
    case ENXIO:
        return {ErrorCode::InvalidInput, u"not a regular file"_s, name};
    case EMFILE:
    case ENFILE:
        return {ErrorCode::LimitExceeded, u"too many open files"_s, name};
    default:
        return {ErrorCode::Corrupt, QString::fromLocal8Bit(std::strerror(number)), name};
    }
}

// One component after the other, none of them a link.
int openByParts(int folder, const QByteArray &path, int flags)
{
    OpenFile current;
    int at = folder;
    const QByteArrayList parts = path.split('/');
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const bool isLast = i == parts.size() - 1;
        if (parts.at(i) == ".." || parts.at(i).isEmpty()) {
            errno = EXDEV;
            return -1;
        }
        const int next = ::openat(at, parts.at(i).constData(), isLast ? flags : folderFlags);
        if (next < 0 || isLast)
            return next;
        current = OpenFile(next);
        at = next;
    }
    errno = ENOENT;
    return -1;
}

// A link where a folder is wanted looks like something else to the kernel; but it is not nothing.
int orLink(int opened, int folder, const QByteArray &path)
{
    if (opened >= 0 || errno != ENOTDIR)
        return opened;
    for (qsizetype end = path.indexOf('/');; end = path.indexOf('/', end + 1)) {
        struct stat status = {};
        const QByteArray part = end < 0 ? path : path.first(end);
        const bool isThere = ::fstatat(folder, part.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0;
        errno = isThere && S_ISLNK(status.st_mode) ? ELOOP : ENOTDIR;
        if (errno == ELOOP || end < 0)
            return -1;
    }
}

int openBeneath(int folder, const QByteArray &path, int flags)
{
#if defined(SYS_openat2) && __has_include(<linux/openat2.h>)
    open_how how{};
    how.flags = static_cast<__u64>(flags);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    const long opened = ::syscall(SYS_openat2, folder, path.constData(), &how, sizeof(how));
    // Old kernels and some sandboxes do not know it.
    if (opened >= 0 || (errno != ENOSYS && errno != EPERM))
        return orLink(static_cast<int>(opened), folder, path);
#endif
    return orLink(openByParts(folder, path, flags), folder, path);
}

SafeFolder::Kind kindOf(int folder, const dirent64 &entry)
{
    switch (entry.d_type) {
    case DT_REG:
        return SafeFolder::Kind::File;
    case DT_DIR:
        return SafeFolder::Kind::Folder;
    case DT_UNKNOWN:
        break;
    default:
        return SafeFolder::Kind::Other;
    }
    struct stat status = {};
    if (::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return SafeFolder::Kind::Other;
    return S_ISREG(status.st_mode) ? SafeFolder::Kind::File
        : S_ISDIR(status.st_mode)  ? SafeFolder::Kind::Folder
                                   : SafeFolder::Kind::Other;
}

// Tells a visitor each name and kind but "." and "..", in any order. The error's number, 0 where there is
// none.
template <typename Visit>
int readEntries(int folder, const Visit &visit)
{
    // A stream of the C library takes memory and two calls of the system before it gives the first name.
    alignas(dirent64) std::array<char, 32 * 1024> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init)
    while (true) {
        const ssize_t size = ::getdents64(folder, buffer.data(), buffer.size());
        if (size <= 0)
            return size < 0 ? errno : 0;
        for (ssize_t at = 0; at < size;) {
            const auto *entry = reinterpret_cast<const dirent64 *>(buffer.data() + at);
            at += entry->d_reclen;
            const std::string_view name(entry->d_name);
            if (name != "." && name != "..")
                visit(name, kindOf(folder, *entry));
        }
    }
}

void addName(QByteArray &names, QByteArrayView name, SafeFolder::Kind kind)
{
    names += name;
    names += '/';
    names += static_cast<char>('0' + static_cast<int>(kind));
    names += '\0';
}

// So many bytes, or those up to the end of what has become shorter; nothing where reading fails, for the
// reason in errno.
std::optional<QByteArray> readAsLongAs(qint64 size, int file)
{
    QByteArray bytes(size, Qt::Uninitialized);
    qsizetype at = 0;
    while (at < bytes.size()) {
        const ssize_t count = ::read(file, bytes.data() + at, static_cast<size_t>(bytes.size() - at));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::nullopt;
        if (count == 0)
            break;
        at += count;
    }
    bytes.truncate(at);
    return bytes;
}

} // namespace

OpenFile::OpenFile(OpenFile &&other) noexcept
    : _descriptor(other.release())
{ }

OpenFile &OpenFile::operator=(OpenFile &&other) noexcept
{
    std::swap(_descriptor, other._descriptor);
    return *this;
}

OpenFile::~OpenFile()
{
    if (_descriptor >= 0)
        ::close(_descriptor);
}

int OpenFile::release()
{
    return std::exchange(_descriptor, -1);
}

SafeFolder::SafeFolder(OpenFile folder)
    : _folder(std::make_shared<const OpenFile>(std::move(folder)))
{ }

Result<SafeFolder> SafeFolder::open(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    OpenFile folder(::open(name.constData(), folderFlags));
    if (folder.descriptor() < 0)
        return errorOf(errno, name);
    return SafeFolder(std::move(folder));
}

Result<QList<SafeFolder::Entry>> SafeFolder::list(const QByteArray &path) const
{
    const QByteArray name = path.isEmpty() ? QByteArray(".") : path;
    OpenFile opened(openBeneath(_folder->descriptor(), name, folderFlags));
    struct stat status = {};
    if (opened.descriptor() < 0 || (_log && ::fstat(opened.descriptor(), &status) != 0)) {
        const Error error = errorOf(errno, path);
        logFailure(error, path);
        return error;
    }
    QList<Entry> entries;
    const int problem = readEntries(opened.descriptor(), [&entries](std::string_view text, Kind kind) {
        entries.append({QByteArray(text.data(), static_cast<qsizetype>(text.size())), kind});
    });
    if (problem != 0)
        return errorOf(problem, path);
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.name < b.name; });
    if (_log) {
        QByteArray names;
        for (const Entry &entry : std::as_const(entries))
            addName(names, entry.name, entry.kind);
        _log->addListing(path, FileState::of(status), names);
    }
    return entries;
}

std::optional<QByteArray> SafeFolder::namesIn(int folder)
{
    std::vector<char> texts;
    struct Name
    {
        size_t begin;
        size_t size;
        Kind kind;
    };
    std::vector<Name> found;
    const int problem = readEntries(folder, [&](std::string_view name, Kind kind) {
        found.push_back({texts.size(), name.size(), kind});
        texts.insert(texts.end(), name.begin(), name.end());
    });
    if (problem != 0)
        return std::nullopt;
    const auto textOf = [&texts](const Name &one) {
        return QByteArrayView(texts.data() + one.begin, static_cast<qsizetype>(one.size));
    };
    std::sort(found.begin(), found.end(),
              [&](const Name &a, const Name &b) { return textOf(a) < textOf(b); });
    QByteArray names;
    names.reserve(static_cast<qsizetype>(texts.size()) + 3 * static_cast<qsizetype>(found.size()));
    for (const Name &name : found)
        addName(names, textOf(name), name.kind);
    return names;
}

void SafeFolder::logFailure(const Error &error, const QByteArray &path) const
{
    if (_log && error.code == ErrorCode::NotFound)
        _log->addAbsent(path);
    else if (_log)
        _log->giveUp();
}

std::optional<FileState> SafeFolder::stateOf(const QByteArray &path, Kind kind) const
{
    struct stat status = {};
    const char *name = path.isEmpty() ? "." : path.constData();
    if (::fstatat(_folder->descriptor(), name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return std::nullopt;
    const bool fits = kind == Kind::Folder ? S_ISDIR(status.st_mode) : S_ISREG(status.st_mode);
    return fits ? std::optional(FileState::of(status)) : std::nullopt;
}

bool SafeFolder::hasFile(const QByteArray &path) const
{
    return openFile(path).has_value();
}

bool SafeFolder::hasFolder(const QByteArray &path) const
{
    return openFolder(path).has_value();
}

Result<OpenFile> SafeFolder::openFolder(const QByteArray &path) const
{
    OpenFile folder(openBeneath(_folder->descriptor(), path.isEmpty() ? QByteArray(".") : path, folderFlags));
    if (folder.descriptor() < 0) {
        const Error error = errorOf(errno, path);
        logFailure(error, path);
        return error;
    }
    if (_log)
        _log->addFolder(path);
    return folder;
}

Result<OpenFile> SafeFolder::openFile(const QByteArray &path) const
{
    struct stat status = {};
    auto file = open(path, status);
    if (file && _log)
        _log->addFile(path, FileState::of(status), file->descriptor());
    return file;
}

Result<OpenFile> SafeFolder::open(const QByteArray &path, struct stat &status) const
{
    OpenFile file(openBeneath(_folder->descriptor(), path, fileFlags));
    const int problem = file.descriptor() < 0 || ::fstat(file.descriptor(), &status) != 0 ? errno
        : S_ISREG(status.st_mode)                                                         ? 0
                                                                                          : ENXIO;
    if (problem == 0)
        return file;
    const Error error = errorOf(problem, path);
    logFailure(error, path);
    return error;
}

Result<QByteArray> SafeFolder::read(const QByteArray &path, qint64 limit, FileState *state) const
{
    // Half of an old text and half of a new one would look like drift.
    constexpr int attempts = 3;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        struct stat status = {};
        const auto file = open(path, status);
        if (!file)
            return file.error();
        const FileState before = FileState::of(status);
        if (before.size > limit)
            return Error{ErrorCode::LimitExceeded, u"larger than %1 KiB"_s.arg(limit / 1024),
                         escapedForDisplay(QByteArrayView(path))};
        auto bytes = readAsLongAs(before.size, file->descriptor());
        if (!bytes)
            return errorOf(errno, path);
        if (bytes->size() < before.size || ::fstat(file->descriptor(), &status) != 0
            || FileState::of(status) != before)
            continue;
        if (state != nullptr)
            *state = before;
        if (_log)
            _log->addFile(path, before, *bytes);
        return *std::move(bytes);
    }
    const Error error{ErrorCode::Conflict,
                      u"it changes while it is read"_s,
                      escapedForDisplay(QByteArrayView(path)),
                      0,
                      0,
                      {},
                      u"scan again when nothing writes to it"_s};
    logFailure(error, path);
    return error;
}

} // namespace archivesmp::scan
