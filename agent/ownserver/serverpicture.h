// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/eventlog.h"
#include "agent/ownserver/scancache.h"
#include "common/core/clock.h"

#include <QHash>
#include <QMap>

#include <optional>

namespace archivesmp::agent::ownserver {

// What a picture says of its server that never changes.
struct PictureSettings
{
    domain::PhysicalServer server; // name, role, AMP's address, the agent's version
    QString deliveryKind;          // "long poll", "Redis"
};

// What this agent sees of its own server: instances from the disk and AMP, plugins and findings from its last
// scans. Each change is told through the log. Lives in the worker's thread; what is passed by reference
// outlives it.
class ServerPicture final
{
public:
    ServerPicture(PictureSettings settings, const Clock &clock, coordinator::EventLog &log,
                  const ScanCache &cache);

    void seeInstances(const QList<domain::Instance> &instances, const QString &ampError);
    void seeHost(bool reachable, const QString &reason);
    void setHasExpectations(bool has) { _hasExpectations = has; }
    void takeReport(domain::DriftReport report); // of a scan, whoever asked for it
    void takePlugins(const domain::InstanceRef &instance, const QList<domain::InstalledPlugin> &plugins);
    void takeInstance(const domain::Instance &instance); // as it was re-read after a job

    // A server's name that is not this one's is InvalidArgument.
    [[nodiscard]] Result<void> checkServer(const QString &name) const;
    [[nodiscard]] Result<domain::Instance> resolve(const QString &text) const; // "BENT01" or "ovh/BENT01"
    [[nodiscard]] QList<domain::Instance> instances() const { return _instances.values(); }
    [[nodiscard]] const domain::PhysicalServer &server() const { return _settings.server; }

    [[nodiscard]] Result<protocol::FleetState> fleet(const protocol::GetFleet &ask) const;
    [[nodiscard]] Result<protocol::FindingPage> findings(const protocol::ListFindings &ask) const;
    [[nodiscard]] Result<protocol::FindingDetail> finding(const protocol::GetFinding &ask) const;

private:
    void tellInstance(const domain::Instance &instance, const domain::Instance *before);
    void tellEngine(protocol::EngineStatus &engine, bool up, const QString &reason);
    void forgetScansOfNobody();
    void dropInstance(const domain::Instance &instance);
    [[nodiscard]] domain::Instance withScan(domain::Instance instance) const;
    [[nodiscard]] domain::PhysicalServer serverNow() const;
    [[nodiscard]] QList<domain::Finding> allFindings() const;

    PictureSettings _settings;
    const Clock &_clock;
    coordinator::EventLog &_log;
    const ScanCache &_cache;
    QMap<QString, domain::Instance> _instances; // by name
    QMap<QString, domain::DriftReport> _scans;  // by the instance's name
    QHash<QString, domain::Finding> _mismatches;
    protocol::EngineStatus _amp;
    protocol::EngineStatus _delivery;
    bool _hasExpectations = false;
};

} // namespace archivesmp::agent::ownserver
