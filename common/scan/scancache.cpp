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
const QByteArray magic = QByteArrayLiteral("archivesmp scan cache 2\n" ARCHIVESMP_VERSION "\n");
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

void writeRun(QDataStream &out, const ScanCache::Run &run)
{
    out << run.report << run.validUntil << static_cast<quint32>(run.read.size());
    for (qsizetype i = 0; i < run.read.size(); ++i) {
        const auto &read = run.read.at(i);
        out << run.folders.at(i) << static_cast<quint32>(read.size());
        for (auto it = read.begin(); it != read.end(); ++it) {
            out << it.key() << static_cast<quint8>(it->kind) << it->content;
            write(out, it->state);
        }
    }
}

std::shared_ptr<ScanCache::Run> readRun(QDataStream &in)
{
    auto run = std::make_shared<ScanCache::Run>();
    quint32 folders = 0;
    in >> run->report >> run->validUntil >> folders;
    for (; folders > 0 && in.status() == QDataStream::Ok; --folders) {
        QHash<QByteArray, ReadLog::Entry> read;
        QString folder;
        quint32 entries = 0;
        in >> folder >> entries;
        for (; entries > 0 && in.status() == QDataStream::Ok; --entries) {
            QByteArray path;
            quint8 kind = 0;
            ReadLog::Entry entry;
            in >> path >> kind >> entry.content;
            entry.state = readState(in);
            if (kind > static_cast<quint8>(ReadLog::Kind::Absent))
                in.setStatus(QDataStream::ReadCorruptData);
            entry.kind = static_cast<ReadLog::Kind>(kind);
            read.insert(path, entry);
        }
        run->folders.append(folder);
        run->read.append(read);
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
    const auto found = _files.constFind(name);
    return found == _files.constEnd() ? std::nullopt : std::optional(*found);
}

void ScanCache::setFile(const QByteArray &name, const FileResult &result)
{
    const std::lock_guard lock(_guard);
    if (_files.size() >= mostFiles)
        _files.clear();
    _files.insert(name, result);
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
    out << static_cast<quint32>(_files.size());
    for (auto it = _files.begin(); it != _files.end(); ++it) {
        out << it.key() << it->settled << it->content << it->context << it->result;
        write(out, it->state);
    }
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
    in >> count;
    for (; count > 0 && in.status() == QDataStream::Ok; --count) {
        QByteArray name;
        FileResult result;
        in >> name >> result.settled >> result.content >> result.context >> result.result;
        result.state = readState(in);
        cache->_files.insert(name, result);
    }
    in >> count;
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
