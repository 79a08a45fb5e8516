// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/instances/beneath.h"

#include "common/core/textescape.h"

#include <QFile>
#include <QStringList>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace archivesmp::agent::instances {

using namespace Qt::StringLiterals;

namespace {

int openThroughKernel(int folder, const QByteArray &path, int flags, unsigned mode)
{
    open_how how{};
    how.flags = static_cast<quint64>(flags);
    how.mode = mode;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return static_cast<int>(::syscall(SYS_openat2, folder, path.constData(), &how, sizeof how));
}

// One component at a time, each refused where it is a link: a swap in the middle meets O_NOFOLLOW.
int openByWalking(int folder, const QByteArray &path, int flags, unsigned mode)
{
    QList<QByteArray> components = path.split('/');
    const QByteArray last = components.takeLast();
    FileDescriptor current;
    for (const QByteArray &component : std::as_const(components)) {
        const int at = current.isOpen() ? current.number() : folder;
        FileDescriptor next(
            ::openat(at, component.constData(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!next.isOpen())
            return -1;
        current = std::move(next);
    }
    const int at = current.isOpen() ? current.number() : folder;
    return ::openat(at, last.constData(), flags | O_NOFOLLOW, static_cast<mode_t>(mode));
}

// The first component that is a symbolic link, with its target, for the message.
QString linkOnTheWay(int folder, const QString &path)
{
    QStringList walked;
    for (const QString &component : path.split(u'/')) {
        walked.append(component);
        QByteArray target(1024, Qt::Uninitialized);
        const ssize_t length = ::readlinkat(folder, QFile::encodeName(walked.join(u'/')).constData(),
                                            target.data(), static_cast<size_t>(target.size()));
        if (length >= 0)
            return walked.join(u'/') + u" is a symbolic link to "_s
                + escapedForDisplay(QByteArrayView(target.constData(), length));
    }
    return {};
}

ErrorCode codeOf(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return ErrorCode::NotFound;
    case EEXIST:
        return ErrorCode::AlreadyExists;
    case EACCES:
    case EPERM:
    case ELOOP:
    case EXDEV:
    case EROFS:
        return ErrorCode::PermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorCode::NoSpace;
    case ENAMETOOLONG:
    case EINVAL:
        return ErrorCode::InvalidArgument;
    case EMFILE:
    case ENFILE:
        return ErrorCode::Busy;
    default:
        return ErrorCode::Internal;
    }
}

} // namespace

Error systemError(int number, const QString &what, const QString &path)
{
    const QString reason = QString::fromLocal8Bit(std::strerror(number));
    return Error{codeOf(number), what + u": "_s + reason, escapedForDisplay(path)};
}

Result<void> checkRelativePath(const QString &path)
{
    const auto refused = [&path](const QString &why) {
        return Error{ErrorCode::InvalidArgument, u"not a path beneath the instance: "_s + why,
                     escapedForDisplay(path)};
    };
    if (path.isEmpty())
        return refused(u"it is empty"_s);
    if (path.contains(QChar(0)))
        return refused(u"it holds a zero byte"_s);
    if (path.startsWith(u'/') || path.contains(u'\\'))
        return refused(u"it is absolute or holds a backslash"_s);
    for (const QStringView component : QStringView(path).split(u'/')) {
        if (component.isEmpty() || component == "."_L1 || component == ".."_L1)
            return refused(u"it holds an empty component, \".\" or \"..\""_s);
    }
    return {};
}

Result<FileDescriptor> openBeneath(int folder, const QString &path, int flags, unsigned mode,
                                   Resolution resolution)
{
    if (const auto checked = checkRelativePath(path); !checked)
        return checked.error();
    const QByteArray encoded = QFile::encodeName(path);
    flags |= O_CLOEXEC;
    int number = -1;
    if (resolution == Resolution::Kernel)
        number = openThroughKernel(folder, encoded, flags, mode);
    if (resolution == Resolution::Walk || (number < 0 && (errno == ENOSYS || errno == EPERM)))
        number = openByWalking(folder, encoded, flags, mode);
    if (number >= 0)
        return FileDescriptor(number);

    const int reason = errno;
    const QString link = reason == ELOOP || reason == ENOTDIR ? linkOnTheWay(folder, path) : QString();
    if (!link.isEmpty())
        return Error{ErrorCode::PermissionDenied, link, escapedForDisplay(path)};
    return systemError(reason, u"cannot open"_s, path);
}

Result<ParentAndName> openParent(int folder, const QString &path, Resolution resolution)
{
    if (const auto checked = checkRelativePath(path); !checked)
        return checked.error();
    const qsizetype slash = path.lastIndexOf(u'/');
    if (slash < 0) {
        FileDescriptor same(::fcntl(folder, F_DUPFD_CLOEXEC, 0));
        if (!same.isOpen())
            return systemError(errno, u"cannot open"_s, path);
        return ParentAndName{std::move(same), QFile::encodeName(path)};
    }
    auto parent = openBeneath(folder, path.left(slash), O_RDONLY | O_DIRECTORY, 0, resolution);
    if (!parent)
        return parent.error();
    return ParentAndName{std::move(*parent), QFile::encodeName(path.mid(slash + 1))};
}

} // namespace archivesmp::agent::instances
