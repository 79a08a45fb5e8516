// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/workspace.h"
#include "common/protocol/hostmessages.h"

#include <QHash>
#include <QSet>

#include <functional>

namespace archivesmp::agent::coordinator {

// Puts the parts of scan reports together and stores each report as a whole. Belongs to the coordinator's
// thread.
class ScanReports final
{
public:
    // What the host knows of findings that arrive; what is not there is not done.
    struct Judges
    {
        std::function<void(QList<domain::Finding> &)> judge;
        std::function<bool(const QByteArray &hash)>
            isPresent;                   // whether these expectations are the present ones
        std::function<qint64()> version; // of the present ones
        std::function<Result<void>(Changes &, const domain::InstanceRef &, const QStringList &plugins)>
            compareAgain;
        std::function<Result<void>(Changes &)> compareInstances;
    };

    explicit ScanReports(const Workspace &workspace, Judges judges = {})
        : _workspace(workspace)
        , _judges(std::move(judges))
    { }

    // A part that was taken before is no error; one with an old fence, or with a gap before it, is Conflict.
    [[nodiscard]] Result<void> take(const domain::User &by, const protocol::ScanReportPart &part);

    // The job has ended: what it did not complete is dropped.
    void forget(const JobId &job);

private:
    struct Collected
    {
        qint64 fence = 0;
        bool stored = false;
        QList<domain::DriftReport> parts; // until they are stored
        qsizetype findings = 0;           // in them
    };

    [[nodiscard]] Result<void> check(const domain::User &by, const protocol::ScanReportPart &part);
    [[nodiscard]] Result<Nothing> store(Changes &changes, const domain::DriftReport &report);
    [[nodiscard]] Result<void> storeFindings(Changes &changes, const domain::DriftReport &report);
    [[nodiscard]] Result<QHash<FindingId, domain::Finding>> heldOf(const domain::DriftReport &report);
    [[nodiscard]] QList<domain::Finding> judged(const domain::DriftReport &report) const;
    [[nodiscard]] bool isStale(const domain::DriftReport &report) const;
    [[nodiscard]] Result<void> storeObserved(Changes &changes, const domain::DriftReport &report);
    [[nodiscard]] Result<void> storePlugins(Changes &changes, const domain::DriftReport &report);
    [[nodiscard]] Result<void> storeScan(Changes &changes, const domain::DriftReport &report);

    const Workspace &_workspace;
    Judges _judges;
    QHash<std::pair<JobId, domain::InstanceRef>, Collected> _collected;
};

} // namespace archivesmp::agent::coordinator
