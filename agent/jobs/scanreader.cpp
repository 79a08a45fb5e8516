// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/scanreader.h"

#include "common/scan/jardescriptor.h"
#include "common/scan/scanrequest.h"

#include <QLoggingCategory>
#include <QMutexLocker>

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;
using expectations::ExpectationSet;

namespace {

Q_LOGGING_CATEGORY(lcReader, "archivesmp.scan", QtInfoMsg)

} // namespace

ScanReader::ScanReader(QString root, QString cacheFile, const Clock &clock)
    : _root(std::move(root))
    , _cacheFile(std::move(cacheFile))
    , _clock(clock)
{ }

// Read with the first scan, so that the agent's start need not wait for it.
std::shared_ptr<scan::ScanCache> ScanReader::cache() const
{
    const QMutexLocker locker(&_mutex);
    if (_cache)
        return _cache;
    const auto known = scan::ScanCache::load(_cacheFile);
    if (!known && known.error().code != ErrorCode::NotFound)
        qCWarning(lcReader).noquote() << "all files are read anew:" << describe(known.error());
    _cache = known ? *known : std::make_shared<scan::ScanCache>();
    return _cache;
}

Result<void> ScanReader::keep() const
{
    const auto known = cache();
    if (!known->isChanged())
        return {};
    auto saved = known->save(_cacheFile);
    if (!saved)
        qCWarning(lcReader).noquote() << describe(saved.error());
    return saved;
}

Result<ScanReader::Expectations> ScanReader::parsed(const ScanOrder &order) const
{
    const QMutexLocker locker(&_mutex);
    if (_expectations && _hash == order.expectationsHash)
        return _expectations;
    auto set = ExpectationSet::fromJson(order.expectations);
    if (!set)
        return set.error().because(u"the host's expectations cannot be read"_s);
    _expectations = std::make_shared<const ExpectationSet>(std::move(*set));
    _hash = order.expectationsHash;
    return _expectations;
}

Result<domain::DriftReport> ScanReader::scan(const ScanOrder &order) const
{
    const auto set = parsed(order);
    if (!set)
        return set.error();
    scan::ScanRequest request;
    request.folder = {order.instance, order.folder + u"/Minecraft"_s};
    request.options.expectations = *set;
    request.options.fleetKey = order.fleetKey.reveal();
    request.options.startedAt = _clock.now();
    request.options.cancelled = order.stop;
    request.options.onlyPlugins = order.onlyPlugins;
    request.options.cache = cache();
    request.options.jars = request.options.cache->jars();
    request.options.expectationsHash = order.expectationsHash;
    // Their files help to tell a deleted key from a setting of another file.
    if (const auto found = scan::findInstances(_root, order.instance.server)) {
        for (const scan::InstanceFolder &folder : found->instances) {
            if (folder.instance != order.instance)
                request.neighbours.append(folder);
        }
    }
    auto report = scan::scanInstance(request);
    if (!report)
        return report.error();
    report->expectationsHash = order.expectationsHash;
    return report;
}

Result<QList<domain::InstalledPlugin>> ScanReader::plugins(const domain::InstanceRef &instance,
                                                           const QString &folder) const
{
    const auto game = scan::SafeFolder::open(folder + u"/Minecraft"_s);
    if (!game)
        return game.error();
    const ExpectationSet none;
    const auto inventory = scan::takeInventory(*game, instance, drift::PluginNames(none), none.aliases(),
                                               scan::JarHashing::Sha256, cache()->jars().get());
    if (!inventory)
        return inventory.error();
    return inventory->plugins;
}

Result<JarIdentity> ScanReader::identify(const QString &jar) const
{
    const auto descriptor = scan::readJarDescriptor(jar);
    if (!descriptor)
        return descriptor.error();
    return JarIdentity{descriptor->name, descriptor->version, descriptor->platform};
}

} // namespace archivesmp::agent::jobs
