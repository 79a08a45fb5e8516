// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/apikeys.h"
#include "agent/coordinator/collisions.h"
#include "agent/coordinator/coordinator.h"
#include "agent/coordinator/dispatcher.h"
#include "agent/coordinator/evaluations.h"
#include "agent/coordinator/expectationkeeper.h"
#include "agent/coordinator/inventory.h"
#include "agent/coordinator/jobintake.h"
#include "agent/coordinator/joboutcomes.h"
#include "agent/coordinator/localdeeds.h"
#include "agent/coordinator/planbook.h"
#include "agent/coordinator/planner.h"
#include "agent/coordinator/rulebook.h"
#include "agent/coordinator/scanreports.h"
#include "agent/coordinator/scanschedule.h"
#include "agent/coordinator/valuecards.h"

#include <QTimer>

namespace archivesmp::agent::coordinator {

// The coordinator's parts and what they answer together. Lives in the coordinator's thread.
class CoordinatorCore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CoordinatorCore)

public:
    CoordinatorCore(const CoordinatorOptions &options, const Coordinator::Parts &parts, EventLog &log,
                    std::unique_ptr<Stores> stores);

    [[nodiscard]] Result<void> start();
    void reconcile();   // what the timer does
    void announceAll(); // whatever was announced before

    [[nodiscard]] Result<protocol::FleetState> fleet(const protocol::GetFleet &ask);
    [[nodiscard]] Result<protocol::FindingPage> findings(const protocol::ListFindings &ask);
    [[nodiscard]] Result<protocol::FindingDetail> finding(const protocol::GetFinding &ask);
    [[nodiscard]] Result<protocol::JobPage> jobs(const protocol::ListJobs &ask);
    [[nodiscard]] Result<protocol::JobDetail> job(const protocol::GetJob &ask);

    [[nodiscard]] Result<protocol::JobAccepted> startScan(const domain::User &by,
                                                          const protocol::StartScan &ask);
    [[nodiscard]] Result<protocol::JobAccepted> power(const domain::User &by,
                                                      const protocol::PowerInstance &ask);
    [[nodiscard]] Result<domain::Plan> planFix(const domain::User &by, const protocol::PlanFix &ask);
    [[nodiscard]] QFuture<Result<domain::Plan>> planDeploy(const domain::User &by,
                                                           const protocol::PlanDeploy &ask);
    [[nodiscard]] Result<domain::Plan> planRollback(const domain::User &by,
                                                    const protocol::PlanRollback &ask);
    [[nodiscard]] Result<protocol::JobAccepted> apply(const domain::User &by, const protocol::ApplyPlan &ask);
    [[nodiscard]] QFuture<Result<protocol::ImportReply>> import(const domain::User &by,
                                                                const protocol::ImportExpectations &ask);

    [[nodiscard]] Result<protocol::FindingsAccepted> accept(const domain::User &by,
                                                            const protocol::AcceptFindings &ask);
    [[nodiscard]] Result<protocol::RulesChanged> ignore(const domain::User &by,
                                                        const protocol::IgnoreFindings &ask);
    [[nodiscard]] Result<protocol::VersionUndone> undo(const domain::User &by,
                                                       const protocol::UndoVersion &ask);
    [[nodiscard]] Result<protocol::SettingCard> settingCard(const protocol::GetSettingCard &ask);

    [[nodiscard]] Result<protocol::AgentWelcome> hello(const domain::User &by,
                                                       const protocol::AgentHello &hello);
    [[nodiscard]] Result<protocol::HeartbeatReply> heartbeat(const domain::User &by,
                                                             const protocol::Heartbeat &beat);
    [[nodiscard]] Result<protocol::ClaimedJob> claim(const domain::User &by,
                                                     const protocol::ClaimRequest &request);
    [[nodiscard]] Result<void> finish(const domain::User &by, const protocol::JobResult &result);
    [[nodiscard]] QFuture<Result<void>> putArtifact(const domain::User &by, const QByteArray &sha256,
                                                    const QString &path);

    [[nodiscard]] Result<std::optional<MadeOrder>> orderMadeWith(const QByteArray &keySha256);
    [[nodiscard]] Result<void> remember(const MadeOrder &order);

    // A name that no server has is InvalidArgument; empty stands for all.
    [[nodiscard]] Result<void> checkServer(const QString &name);

private:
    [[nodiscard]] Result<protocol::JobAccepted> accept(const domain::User &by, const JobIntake::Order &order);
    [[nodiscard]] Result<QList<domain::Job>> scanTargets(const protocol::StartScan &ask);
    [[nodiscard]] Result<void> startScheduledScan();
    void connectJudges();
    [[nodiscard]] Result<void> startJudging();
    [[nodiscard]] Result<Rulebook::Revision> reviseRules(Changes &changes, const domain::User &by,
                                                         const QString &reason,
                                                         const QList<domain::Rule> &comparing);
    [[nodiscard]] QFuture<void> forgetImportFiles(const QList<protocol::ImportFile> &files,
                                                  const QList<QFuture<Result<QString>>> &found);
    [[nodiscard]] ScanReports::Judges reportJudges();
    void soonDispatch(); // once, after what is being done
    void toldOfExpectations(const QString &server);

    const CoordinatorOptions &_options;
    const Coordinator::Parts &_parts;
    std::unique_ptr<Stores> _stores;
    Workspace _workspace;

public:
    // The parts, for calls that one of them answers alone.
    LeaseKeeper leases;
    ServerWatch watch;
    Inventory inventory;
    JobIntake intake;
    JobClaims claims;
    JobOutcomes outcomes;
    ScanReports reports;
    LocalDeeds deeds;
    ApiKeys keys;
    ExpectationKeeper expectations;
    Rulebook rules;
    std::unique_ptr<ArtifactStore> artifacts;

private:
    std::function<std::unique_ptr<JobAnnouncer>(const QString &)> _makeAnnouncer;
    std::unique_ptr<JobAnnouncer> _announcer;
    Evaluations _evaluations;
    Collisions _collisions;
    ValueCards _cards;
    Planner _planner;
    PlanBook _plans;
    Dispatcher _dispatcher;
    ScanSchedule _schedule;
    QTimer _timer;
    QHash<QString, QByteArray> _told; // the hash of the expectations that each server's agent knows of
    bool _dispatchSoon = false;
};

} // namespace archivesmp::agent::coordinator
