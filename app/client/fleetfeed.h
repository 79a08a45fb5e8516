// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleetmirror.h"
#include "app/client/session.h"

#include <QDateTime>

namespace archivesmp::app::client {

// Fills a mirror from one session: asks for everything when the session comes online, applies its events in
// their order, and asks anew where one is missing. Lives in the GUI thread.
class FleetFeed final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FleetFeed)

public:
    FleetFeed(Session &session, QObject *parent);

    [[nodiscard]] Session &session() const { return _session; }
    [[nodiscard]] const FleetMirror &mirror() const { return _mirror; }
    [[nodiscard]] bool isSynced() const { return _phase == Phase::Live; } // complete and following
    [[nodiscard]] bool hasEverSynced() const { return _everSynced; }
    [[nodiscard]] QDateTime lastHeard() const { return _lastHeard; } // UTC
    [[nodiscard]] Error syncError() const { return _syncError; }

Q_SIGNALS:
    void changed(const archivesmp::app::client::FleetChanges &changes);
    void syncChanged(); // of isSynced() or syncError()

private:
    enum class Phase { Away, Loading, Live };

    void followSession();
    void startSync();
    void takeFleet(const protocol::FleetState &fleet);
    void askFindings();
    void takeFindings(const protocol::FindingPage &page);
    void finishSync(const protocol::JobPage &page);
    void failSync(const Error &error);
    void receive(const protocol::Event &event);
    void applyInOrder(const protocol::Event &event);
    void askFacts();
    template <typename Request, typename Take>
    void askThen(const Request &request, Take take);

    Session &_session;
    FleetMirror _mirror;
    Phase _phase = Phase::Away;
    int _round = 0; // answers of an earlier synchronisation are dropped
    qint64 _sequence = 0;
    QList<protocol::Event> _waiting; // that came while loading
    QList<domain::Finding> _loadedFindings;
    FleetChanges _loadedChanges;
    bool _everSynced = false;
    QDateTime _lastHeard;
    Error _syncError;
};

} // namespace archivesmp::app::client
