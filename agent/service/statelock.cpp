// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/service/statelock.h"

#include <QDir>
#include <QFile>

#include <utility>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

namespace archivesmp::agent::service {

using namespace Qt::StringLiterals;

Result<StateLock> StateLock::take(const QString &stateFolder)
{
    if (!QDir().mkpath(stateFolder))
        return Error{ErrorCode::PermissionDenied,
                     u"cannot make the state folder"_s,
                     stateFolder,
                     0,
                     0,
                     u"state"_s,
                     u"make it and give it to the agent's user"_s};
#ifdef Q_OS_UNIX
    QFile::setPermissions(stateFolder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QString path = stateFolder + u"/lock"_s;
    const int fd
        = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return Error{ErrorCode::PermissionDenied,
                     u"cannot open: "_s + QString::fromLocal8Bit(std::strerror(errno)), path};
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd);
        return Error{ErrorCode::Busy, u"another agent works with this state folder"_s,   stateFolder, 0, 0,
                     u"state"_s,      u"stop it, or give this one a folder of its own"_s};
    }
    return StateLock(fd);
#else
    return StateLock(-1);
#endif
}

StateLock::StateLock(StateLock &&other) noexcept
    : _fd(std::exchange(other._fd, -1))
{ }

StateLock &StateLock::operator=(StateLock &&other) noexcept
{
    std::swap(_fd, other._fd);
    return *this;
}

StateLock::~StateLock()
{
#ifdef Q_OS_UNIX
    if (_fd >= 0)
        ::close(_fd);
#endif
}

} // namespace archivesmp::agent::service
