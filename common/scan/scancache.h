// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/scan/filestate.h"
#include "common/scan/foldersnapshot.h"
#include "common/scan/jarcache.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <memory>
#include <mutex>
#include <optional>

namespace archivesmp::scan {

// What earlier scans found, so that what has not changed since need not be read again: by file, and by a
// whole scan of a fleet. It holds no values of secrets, only what findings hold. May be used from several
// threads.
//
// Saved it is a file for its owner alone, with a checksum over all of it. What is damaged, from another
// version or not such a file at all is refused as a whole; nothing of it is believed.
class ScanCache final
{
public:
    ScanCache(); // empty, with a key and a seed of its own

    [[nodiscard]] static Result<std::shared_ptr<ScanCache>> load(const QString &path); // NotFound, Corrupt
    [[nodiscard]] static Result<std::shared_ptr<ScanCache>> fromBytes(const QByteArray &bytes);
    [[nodiscard]] QByteArray toBytes() const;
    [[nodiscard]] Result<void> save(const QString &path) const; // in one step

    // For the fingerprints of a scan that has no fleet's key. Random, and as long as the cache.
    [[nodiscard]] const QByteArray &key() const { return _key; }
    [[nodiscard]] quint64 seed() const { return _seed; } // of the hashes of contents
    [[nodiscard]] QByteArray hashOf(QByteArrayView content) const;
    [[nodiscard]] std::shared_ptr<JarCache> jars() const { return _jars; }

    // What was found in one file. `context` stands for everything else that it depended on.
    struct FileResult
    {
        FileState state;
        bool settled = false;
        QByteArray content; // its hash
        QByteArray context;
        QByteArray result;
    };
    [[nodiscard]] std::optional<FileResult> file(const QByteArray &name) const;
    void setFile(const QByteArray &name, const FileResult &result);

    // A whole scan: what it read, by folder, and what it found.
    struct Run
    {
        QStringList folders;
        QList<FolderSnapshot> read;
        QByteArray report;
        qint64 validUntil = 0; // milliseconds since 1970; 0 for always
    };
    [[nodiscard]] std::shared_ptr<const Run> run(const QByteArray &context) const;
    void setRun(const QByteArray &context, const std::shared_ptr<const Run> &run);

    [[nodiscard]] bool isChanged() const; // since it was made, loaded or saved

private:
    [[nodiscard]] QHash<QByteArray, FileResult> &files() const; // under the guard

    static constexpr qsizetype mostFiles = 2'000'000;
    static constexpr qsizetype mostRuns = 4;

    QByteArray _key;
    quint64 _seed = 0;
    std::shared_ptr<JarCache> _jars;
    mutable std::mutex _guard; // guards the rest
    mutable QHash<QByteArray, FileResult> _files;
    mutable QByteArray _unreadFiles; // as they were loaded; a scan that is recalled as a whole needs none
    QHash<QByteArray, std::shared_ptr<const Run>> _runs;
    mutable bool _changed = true;
};

} // namespace archivesmp::scan
