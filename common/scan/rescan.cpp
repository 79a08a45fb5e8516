// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/rescan.h"

#include "common/config/configdocument.h"
#include "common/scan/storedresults.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>

namespace archivesmp::scan {

namespace {

QByteArray digestOf(const QByteArrayList &parts)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QByteArray &part : parts) {
        hash.addData(QByteArray::number(part.size()));
        hash.addData(":");
        hash.addData(part);
    }
    return hash.result();
}

// With the expectations' own hash or the one given, without the rules' expiry.
QByteArray basicContext(const ScanOptions &options)
{
    const QByteArray expected = !options.expectationsHash.isEmpty() ? options.expectationsHash
        : options.expectations                                      ? options.expectations->hash()
                                                                    : QByteArray();
    const QByteArray keyId = digestOf({"key id", options.fleetKey});
    return digestOf({ARCHIVESMP_VERSION, expected, keyId.first(16), options.extraKeys ? "extra" : "",
                     QByteArray::number(options.previews), options.onlyPlugins.join(u'\n').toUtf8(),
                     QByteArray::number(static_cast<int>(options.jarHashing))});
}

QByteArray runContext(const QList<InstanceFolder> &folders, const ScanOptions &options)
{
    QByteArrayList parts{basicContext(options)};
    for (const InstanceFolder &folder : folders)
        parts.append({folder.instance.server.toUtf8(), folder.instance.name.toUtf8(), folder.path.toUtf8()});
    return digestOf(parts);
}

// When the next rule ends, in milliseconds since 1970; 0 where none does.
qint64 nextExpiry(const ScanOptions &options)
{
    qint64 next = 0;
    for (const domain::Rule &rule : options.expectations->rules()) {
        if (!rule.expiresAt || *rule.expiresAt <= options.startedAt)
            continue;
        const qint64 end = rule.expiresAt->toMSecsSinceEpoch();
        next = next == 0 ? end : std::min(next, end);
    }
    return next;
}

bool isSame(const ScanCache::Run &run, const ScanCache &cache)
{
    for (qsizetype i = 0; i < run.folders.size(); ++i) {
        const auto game = SafeFolder::open(run.folders.at(i));
        if (!game || !run.read.at(i).isUnchangedIn(*game, cache.seed()))
            return false;
    }
    return true;
}

} // namespace

QByteArray resultContext(const ScanOptions &options)
{
    QByteArray expired;
    for (const domain::Rule &rule : options.expectations->rules())
        expired += rule.expiresAt && *rule.expiresAt <= options.startedAt ? '1' : '0';
    return digestOf({basicContext(options), expired});
}

qint64 startOf(const ScanOptions &options)
{
    return options.startedAt.toMSecsSinceEpoch() * 1'000'000;
}

std::optional<FleetReport> recallFleet(const QList<InstanceFolder> &folders, const ScanOptions &options)
{
    if (!options.cache)
        return std::nullopt;
    const auto run = options.cache->run(runContext(folders, options));
    const bool isOver
        = run && run->validUntil != 0 && run->validUntil <= options.startedAt.toMSecsSinceEpoch();
    if (!run || isOver || !isSame(*run, *options.cache))
        return std::nullopt;
    return fleetReportFrom(run->report, options.startedAt);
}

void rememberFleet(const QList<InstanceFolder> &folders, const ScanOptions &options,
                   const std::vector<std::shared_ptr<ReadLog>> &logs, const FleetReport &report)
{
    const bool isWhole
        = std::all_of(logs.begin(), logs.end(), [](const auto &log) { return log && log->isUsable(); });
    if (report.isPartial() || !isWhole)
        return;
    auto run = std::make_shared<ScanCache::Run>();
    for (const InstanceFolder &folder : folders)
        run->folders.append(folder.path);
    for (const auto &log : logs)
        run->read.append(FolderSnapshot(log->entries()));
    run->report = toBytes(report);
    run->validUntil = nextExpiry(options);
    options.cache->setRun(runContext(folders, options), std::move(run));
}

RememberedFile::RememberedFile(const ScanOptions &options, const InstanceFolder &place,
                               const SafeFolder &game, char purpose, const QByteArray &path,
                               const QByteArray &context)
    : _cache(options.cache.get())
{
    if (_cache == nullptr) {
        _bytes = game.read(path, config::pluginFileLimits.bytes);
        return;
    }
    _name = purpose + QFile::encodeName(place.path) + '\0' + path;
    look(game, path, context, startOf(options));
}

void RememberedFile::look(const SafeFolder &game, const QByteArray &path, const QByteArray &context,
                          qint64 startedAt)
{
    auto known = _cache->file(_name);
    if (known && known->context != context)
        known.reset();
    if (known && known->settled && game.stateOf(path, SafeFolder::Kind::File) == known->state) {
        if (game.log() != nullptr)
            game.log()->addFile(path, known->state);
        _result = known->result;
        return;
    }
    _bytes = game.read(path, config::pluginFileLimits.bytes, &_known.state);
    if (!_bytes)
        return;
    _known.settled = _known.state.isSettled(startedAt);
    _known.content = _cache->hashOf(*_bytes);
    _known.context = context;
    if (!known || known->content != _known.content)
        return;
    _result = known->result;
    keep(known->result);
}

void RememberedFile::keep(const QByteArray &result)
{
    if (_cache == nullptr)
        return;
    _known.result = result;
    _cache->setFile(_name, _known);
}

} // namespace archivesmp::scan
