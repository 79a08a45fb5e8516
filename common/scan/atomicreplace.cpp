// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/atomicreplace.h"

#include "common/core/textescape.h"

#include <QRandomGenerator>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;

namespace {

Error failed(const QString &what, const QByteArray &path)
{
    const ErrorCode code = errno == ENOSPC || errno == EDQUOT ? ErrorCode::NoSpace
        : errno == EACCES || errno == EPERM || errno == EROFS ? ErrorCode::PermissionDenied
                                                              : ErrorCode::Internal;
    return {code, what + u": "_s + QString::fromLocal8Bit(std::strerror(errno)),
            escapedForDisplay(QByteArrayView(path))};
}

bool writeAll(int file, const QByteArray &bytes)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        const ssize_t count = ::write(file, bytes.constData() + at, static_cast<size_t>(bytes.size() - at));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        at += count;
    }
    return true;
}

// The new file beside the old one, gone again unless it was moved into its place.
class Beside final
{
public:
    Beside(int folder, QByteArray name)
        : _folder(folder)
        , _name(std::move(name))
    { }
    ~Beside()
    {
        if (!_name.isEmpty())
            ::unlinkat(_folder, _name.constData(), 0);
    }

    Result<void> write(const QByteArray &bytes, const struct stat &like, const QByteArray &path)
    {
        const OpenFile file(
            ::openat(_folder, _name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (file.descriptor() < 0) {
            const Error error = failed(u"cannot write beside the file"_s, path);
            _name.clear(); // not ours
            return error;
        }
        if (!writeAll(file.descriptor(), bytes))
            return failed(u"cannot write the file"_s, path);
        struct stat own = {};
        if (::fstat(file.descriptor(), &own) != 0)
            return failed(u"cannot look at the new file"_s, path);
        const bool isOwners = own.st_uid == like.st_uid && own.st_gid == like.st_gid;
        if (!isOwners && ::fchown(file.descriptor(), like.st_uid, like.st_gid) != 0)
            return failed(u"cannot keep the file's owner"_s, path);
        if (::fchmod(file.descriptor(), like.st_mode & 07777) != 0)
            return failed(u"cannot keep the file's mode"_s, path);
        if (::fsync(file.descriptor()) != 0)
            return failed(u"cannot store the file"_s, path);
        return {};
    }

    Result<void> moveTo(const QByteArray &name, const QByteArray &path)
    {
        if (::renameat(_folder, _name.constData(), _folder, name.constData()) != 0)
            return failed(u"cannot replace the file"_s, path);
        _name.clear();
        if (::fsync(_folder) != 0)
            return failed(u"cannot store the folder"_s, path);
        return {};
    }

private:
    int _folder;
    QByteArray _name;
};

Result<struct stat> stateOf(const SafeFolder &game, const QByteArray &path, const QByteArray &before)
{
    const auto file = game.openFile(path);
    if (!file)
        return file.error();
    struct stat status = {};
    if (::fstat(file->descriptor(), &status) != 0)
        return failed(u"cannot look at the file"_s, path);
    if (status.st_nlink != 1)
        return Error{ErrorCode::InvalidInput,
                     u"the file has a second name, which a replacement would part from it"_s,
                     escapedForDisplay(QByteArrayView(path))};
    const auto bytes = game.read(path, before.size());
    if (!bytes && bytes.error().code != ErrorCode::LimitExceeded)
        return bytes.error();
    if (!bytes || *bytes != before)
        return Error{ErrorCode::Conflict,
                     u"the file has changed meanwhile"_s,
                     escapedForDisplay(QByteArrayView(path)),
                     0,
                     0,
                     {},
                     u"scan again"_s};
    return status;
}

} // namespace

Result<void> replaceFile(const SafeFolder &game, const QByteArray &path, const QByteArray &before,
                         const QByteArray &after)
{
    const qsizetype slash = path.lastIndexOf('/');
    const auto folder = game.openFolder(slash < 0 ? QByteArray() : path.first(slash));
    if (!folder)
        return folder.error();
    const auto status = stateOf(game, path, before);
    if (!status)
        return status.error();
    const QByteArray suffix = QByteArray::number(QRandomGenerator::system()->generate64(), 36);
    Beside beside(folder->descriptor(), ".archivesmp-" + suffix);
    if (auto written = beside.write(after, *status, path); !written)
        return written;
    // Looked at again as late as can be: a plugin may write its own file at any time.
    if (const auto again = stateOf(game, path, before); !again)
        return again.error();
    return beside.moveTo(path.sliced(slash + 1), path);
}

} // namespace archivesmp::scan
