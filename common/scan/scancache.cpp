// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/scancache.h"

#include "common/scan/contenthash.h"
#include "common/scan/storedresults.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSaveFile>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;

namespace {

// The number is raised with every change of what follows or of what it means.
const QByteArray magic = QByteArrayLiteral("archivesmp scan cache 3\n" ARCHIVESMP_VERSION "\n");
constexpr qsizetype hashSize = 16;
constexpr qint64 largest = qint64(2) * 1024 * 1024 * 1024 - 1;
constexpr quint64 checksumSeed = 0;

void write(QDataStream &out, const FileState &state)
{
    out << state.device << state.inode << state.size << state.modified << state.changed;
}

FileState readState(QDataStream &in)
{
    FileState state;
    in >> state.device >> state.inode >> state.size >> state.modified >> state.changed;
    return state;
}

using Files = QHash<QByteArray, ScanCache::FileResult>;

QByteArray bytesOf(const Files &files)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    setUp(out);
    for (auto it = files.begin(); it != files.end(); ++it) {
        out << it.key() << it->settled << it->content << it->context << it->result;
        write(out, it->state);
    }
    return bytes;
}

// Nothing at all where the bytes make no sense.
Files filesFrom(const QByteArray &bytes)
{
    Files files;
    QDataStream in(bytes);
    setUp(in);
    while (!in.atEnd()) {
        QByteArray name;
        ScanCache::FileResult result;
        in >> name >> result.settled >> result.content >> result.context >> result.result;
        result.state = readState(in);
        if (in.status() != QDataStream::Ok)
            return {};
        files.insert(name, result);
    }
    return files;
}

void writeRun(QDataStream &out, const ScanCache::Run &run)
{
    out << run.report << run.validUntil << static_cast<quint32>(run.read.size());
    for (qsizetype i = 0; i < run.read.size(); ++i)
        out << run.folders.at(i) << run.read.at(i).bytes();
}

std::shared_ptr<ScanCache::Run> readRun(QDataStream &in)
{
    auto run = std::make_shared<ScanCache::Run>();
    quint32 folders = 0;
    in >> run->report >> run->validUntil >> folders;
    for (; folders > 0 && in.status() == QDataStream::Ok; --folders) {
        QString folder;
        QByteArray read;
        in >> folder >> read;
        run->folders.append(folder);
        run->read.append(FolderSnapshot::fromBytes(read));
    }
    return run;
}

Error refused(const QString &reason)
{
    return {ErrorCode::Corrupt, reason};
}

} // namespace

ScanCache::ScanCache()
    : _key(32, Qt::Uninitialized)
    , _seed(QRandomGenerator::system()->generate64())
    , _jars(std::make_shared<JarCache>())
{
    QRandomGenerator::system()->fillRange(reinterpret_cast<quint32 *>(_key.data()), 8);
}

QByteArray ScanCache::hashOf(QByteArrayView content) const
{
    return contentHash(content, _seed);
}

std::optional<ScanCache::FileResult> ScanCache::file(const QByteArray &name) const
{
    const std::lock_guard lock(_guard);
    const auto found = files().constFind(name);
    return found == files().constEnd() ? std::nullopt : std::optional(*found);
}

void ScanCache::setFile(const QByteArray &name, const FileResult &result)
{
    const std::lock_guard lock(_guard);
    if (files().size() >= mostFiles)
        files().clear();
    files().insert(name, result);
    _changed = true;
}

std::shared_ptr<const ScanCache::Run> ScanCache::run(const QByteArray &context) const
{
    const std::lock_guard lock(_guard);
    return _runs.value(context);
}

void ScanCache::setRun(const QByteArray &context, const std::shared_ptr<const Run> &run)
{
    const std::lock_guard lock(_guard);
    if (_runs.size() >= mostRuns && !_runs.contains(context))
        _runs.clear();
    _runs.insert(context, run);
    _changed = true;
}

QHash<QByteArray, ScanCache::FileResult> &ScanCache::files() const
{
    if (!_unreadFiles.isEmpty()) {
        _files = filesFrom(_unreadFiles);
        _unreadFiles.clear();
    }
    return _files;
}

bool ScanCache::isChanged() const
{
    const std::lock_guard lock(_guard);
    return _changed;
}

QByteArray ScanCache::toBytes() const
{
    const std::lock_guard lock(_guard);
    QByteArray bytes = magic;
    QDataStream out(&bytes, QIODevice::WriteOnly | QIODevice::Append);
    setUp(out);
    out << _key << _seed;
    _jars->write(out);
    out << bytesOf(files());
    out << static_cast<quint32>(_runs.size());
    for (auto it = _runs.begin(); it != _runs.end(); ++it) {
        out << it.key();
        writeRun(out, **it);
    }
    return bytes + contentHash(bytes, checksumSeed);
}

Result<std::shared_ptr<ScanCache>> ScanCache::fromBytes(const QByteArray &bytes)
{
    if (!bytes.startsWith(magic))
        return refused(u"it is not a scan cache of this version"_s);
    if (bytes.size() < magic.size() + hashSize
        || contentHash(QByteArrayView(bytes).chopped(hashSize), checksumSeed) != bytes.last(hashSize))
        return refused(u"it is damaged or incomplete"_s);
    QDataStream in(
        QByteArray::fromRawData(bytes.constData() + magic.size(), bytes.size() - magic.size() - hashSize));
    setUp(in);
    auto cache = std::make_shared<ScanCache>();
    in >> cache->_key >> cache->_seed;
    cache->_jars->read(in);
    quint32 count = 0;
    in >> cache->_unreadFiles >> count;
    for (; count > 0 && in.status() == QDataStream::Ok; --count) {
        QByteArray context;
        in >> context;
        cache->_runs.insert(context, readRun(in));
    }
    if (in.status() != QDataStream::Ok || !in.atEnd() || cache->_key.size() != 32)
        return refused(u"what it holds makes no sense"_s);
    cache->_changed = false;
    return cache;
}

Result<std::shared_ptr<ScanCache>> ScanCache::load(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return Error{ErrorCode::NotFound, u"there is no scan cache yet"_s, path};
    if (!file.open(QIODevice::ReadOnly) || file.size() > largest)
        return refused(u"it cannot be read"_s).inFile(path);
    auto cache = fromBytes(file.readAll());
    return cache ? std::move(cache) : cache.error().inFile(path);
}

Result<void> ScanCache::save(const QString &path) const
{
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) && file.write(toBytes()) >= 0
        && file.commit();
    if (!written)
        return Error{ErrorCode::PermissionDenied,
                     u"the scan cache cannot be written: "_s + file.errorString(), path};
    const std::lock_guard lock(_guard);
    _changed = false;
    return {};
}

} // namespace archivesmp::scan
