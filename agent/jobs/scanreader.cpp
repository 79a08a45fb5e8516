// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/scanreader.h"

#include "common/scan/jardescriptor.h"
#include "common/scan/scanrequest.h"

#include <QMutexLocker>

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;
using expectations::ExpectationSet;

ScanReader::ScanReader(QString root)
    : _root(std::move(root))
    , _jars(std::make_shared<scan::JarCache>())
{ }

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
    request.options.startedAt = QDateTime::currentDateTimeUtc();
    request.options.cancelled = order.stop;
    request.options.onlyPlugins = order.onlyPlugins;
    request.options.jars = _jars;
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
                                               scan::JarHashing::Sha256, _jars.get());
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
