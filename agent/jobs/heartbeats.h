// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/instancediscovery.h"
#include "agent/jobs/fleetfacts.h"
#include "agent/jobs/hostapi.h"
#include "common/core/taskgroup.h"

#include <QTimer>

#include <chrono>

namespace archivesmp::agent::jobs {

struct HeartbeatSettings
{
    QString server;
    QString bootId;
    QString version;
    QStringList jobTypes;
    std::chrono::milliseconds heartbeat = std::chrono::seconds(5);
    std::chrono::milliseconds discovery = std::chrono::seconds(30); // between two looks at disk and AMP
};

// Tells the host that this agent is there and which instances it sees, and keeps what the host answers. A
// slow AMP panel delays the next look at the instances, never a heartbeat. Lives in the worker's thread; what
// is passed by reference outlives it.
class Heartbeats final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Heartbeats)

public:
    Heartbeats(HostApi &host, instances::InstanceDiscovery &discovery, FleetFacts &facts,
               HeartbeatSettings settings, QObject *parent = nullptr);

    void start();
    void stop();

    // Looks at the instances now and tells the host at once: after a job changed one.
    void refresh();

Q_SIGNALS:
    void hostStateChanged(bool reachable, const QString &reason); // at the first answer, and on each change
    void instancesFound(const QList<archivesmp::domain::Instance> &instances,
                        const QString &ampError); // empty: AMP answered
    void welcomed(const QString &fleetId);        // after each hello
    void answered(const archivesmp::protocol::HeartbeatReply &reply);
    void cancelRequested(const QList<archivesmp::JobId> &jobs);

private:
    struct Nothing
    { };

    void beat();
    void look();
    [[nodiscard]] Task<Nothing> greetAndBeat();
    [[nodiscard]] Task<Result<void>> greet();
    [[nodiscard]] Task<Nothing> lookAround();
    void hostAnswered(const std::optional<Error> &error);

    HostApi &_host;
    instances::InstanceDiscovery &_discovery;
    FleetFacts &_facts;
    HeartbeatSettings _settings;
    QTimer _beatTimer;
    QTimer _lookTimer;
    instances::Inventory _inventory;
    bool _looked = false; // the inventory is one
    bool _greeted = false;
    bool _beating = false;
    bool _looking = false;
    bool _lookAgain = false;
    std::optional<bool> _reachable;
    TaskGroup _tasks;
};

} // namespace archivesmp::agent::jobs
