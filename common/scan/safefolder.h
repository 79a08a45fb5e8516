// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/scan/filestate.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace archivesmp::scan {

class ReadLog;

// An open file, closed at the end.
class OpenFile final
{
public:
    OpenFile() = default;
    explicit OpenFile(int descriptor)
        : _descriptor(descriptor)
    { }
    OpenFile(OpenFile &&other) noexcept;
    OpenFile &operator=(OpenFile &&other) noexcept;
    ~OpenFile();

    [[nodiscard]] int descriptor() const { return _descriptor; }
    [[nodiscard]] int release(); // gives it away

private:
    Q_DISABLE_COPY(OpenFile)
    int _descriptor = -1;
};

// A folder that game servers and plugins write into: below it nothing is reached through a symbolic link,
// only regular files are read, and nothing is ever written. Paths are bytes, relative, with '/'. May be used
// from several threads.
class SafeFolder final
{
public:
    enum class Kind { File, Folder, Other }; // Other: links, pipes, sockets, devices
    struct Entry
    {
        QByteArray name;
        Kind kind = Kind::Other;
    };

    [[nodiscard]] static Result<SafeFolder> open(const QString &path);

    // In the order of their names. An empty path is the folder itself.
    [[nodiscard]] Result<QList<Entry>> list(const QByteArray &path) const;

    // What a listing's hash is made of, of a folder that is open for reading and was not listed yet; nothing
    // where it cannot be listed.
    [[nodiscard]] static std::optional<QByteArray> namesIn(int folder);

    [[nodiscard]] bool hasFile(const QByteArray &path) const;
    [[nodiscard]] bool hasFolder(const QByteArray &path) const;

    [[nodiscard]] Result<OpenFile> openFolder(const QByteArray &path) const;

    // NotFound where it is not there (any more), InvalidInput where it is no regular file, PermissionDenied,
    // LimitExceeded where it is larger than `limit` bytes, Corrupt where the disk fails, Conflict where it
    // changes again and again while it is read.
    [[nodiscard]] Result<OpenFile> openFile(const QByteArray &path) const;
    [[nodiscard]] Result<QByteArray> read(const QByteArray &path, qint64 limit,
                                          FileState *state = nullptr) const; // as it was before it was read

    // Of a regular file, or of a folder, without opening it; nothing where it is neither.
    [[nodiscard]] std::optional<FileState> stateOf(const QByteArray &path, Kind kind) const;

    // From now on, what this and its copies are asked for is written down there.
    void setLog(std::shared_ptr<ReadLog> log) { _log = std::move(log); }
    [[nodiscard]] ReadLog *log() const { return _log.get(); } // nullptr where there is none

private:
    explicit SafeFolder(OpenFile folder);

    [[nodiscard]] Result<OpenFile> open(const QByteArray &path, struct stat &status) const;
    void logFailure(const Error &error, const QByteArray &path) const;

    std::shared_ptr<const OpenFile> _folder;
    std::shared_ptr<ReadLog> _log;
};

} // namespace archivesmp::scan
