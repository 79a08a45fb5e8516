// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/artifactstore.h"
#include "agent/coordinator/coordinatoroptions.h"
#include "agent/coordinator/fleetservice.h"
#include "agent/coordinator/jardescription.h"
#include "agent/coordinator/jobannouncer.h"
#include "agent/coordinator/ordermemory.h"
#include "agent/coordinator/secretsealer.h"
#include "agent/coordinator/stores.h"
#include "common/core/clock.h"

#include <QThread>

#include <memory>

namespace archivesmp::agent::coordinator {

class CoordinatorCore;
class EventLog;

// The host's coordinator: a thread of its own in which storage, artifacts and announcer live too, and the
// calls that reach it from any other. Nothing of it blocks the caller.
class Coordinator final : public FleetService, public OrderMemory
{
public:
    // What it is made of. The functions are called in the coordinator's thread.
    struct Parts
    {
        const Clock &clock;
        const SecretSealer &sealer;
        std::function<Result<std::unique_ptr<Stores>>()> openStores;
        std::function<std::unique_ptr<ArtifactStore>()> makeArtifacts;
        // Gets the fleet's id; may be empty: the long poll alone.
        std::function<std::unique_ptr<JobAnnouncer>(const QString &fleetId)> makeAnnouncer;
        DescribeJar describeJar;
    };

    Coordinator(CoordinatorOptions options, Parts parts);
    ~Coordinator() override; // ends the thread; calls that wait are cancelled
    Q_DISABLE_COPY_MOVE(Coordinator)

    // Opens the storage. Before it has succeeded every call is answered with Unavailable.
    [[nodiscard]] QFuture<Result<void>> start();

    // The state of an engine of the host itself, from any thread.
    void setEngine(const protocol::EngineStatus &engine);

    // Announces what waits at once, from any thread: for an announcer whose queue came back empty.
    void announceAgain();

    // Has `answer` called by the coordinator's loop, from any thread.
    void pulse(std::function<void()> answer);

    [[nodiscard]] QFuture<Result<domain::User>> authenticate(const Secret &apiKey) override;
    [[nodiscard]] QFuture<Result<protocol::FleetState>> answer(const domain::User &by,
                                                               const protocol::GetFleet &ask) override;
    [[nodiscard]] QFuture<Result<protocol::FindingPage>> answer(const domain::User &by,
                                                                const protocol::ListFindings &ask) override;
    [[nodiscard]] QFuture<Result<protocol::FindingDetail>> answer(const domain::User &by,
                                                                  const protocol::GetFinding &ask) override;
    [[nodiscard]] QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                const protocol::StartScan &ask) override;
    [[nodiscard]] QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                       const protocol::PlanFix &ask) override;
    [[nodiscard]] QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                       const protocol::PlanDeploy &ask) override;
    [[nodiscard]] QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                       const protocol::PlanRollback &ask) override;
    [[nodiscard]] QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                const protocol::ApplyPlan &ask) override;
    [[nodiscard]] QFuture<Result<protocol::JobPage>> answer(const domain::User &by,
                                                            const protocol::ListJobs &ask) override;
    [[nodiscard]] QFuture<Result<protocol::JobDetail>> answer(const domain::User &by,
                                                              const protocol::GetJob &ask) override;
    [[nodiscard]] QFuture<Result<protocol::Done>> answer(const domain::User &by,
                                                         const protocol::CancelJob &ask) override;
    [[nodiscard]] QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                const protocol::PowerInstance &ask) override;
    [[nodiscard]] QFuture<Result<protocol::ImportReply>> answer(
        const domain::User &by, const protocol::ImportExpectations &ask) override;

    [[nodiscard]] QFuture<Result<protocol::FindingsAccepted>> answer(
        const domain::User &by, const protocol::AcceptFindings &ask) override;
    [[nodiscard]] QFuture<Result<protocol::RulesChanged>> answer(
        const domain::User &by, const protocol::IgnoreFindings &ask) override;
    [[nodiscard]] QFuture<Result<protocol::RulePage>> answer(const domain::User &by,
                                                             const protocol::ListRules &ask) override;
    [[nodiscard]] QFuture<Result<protocol::RulePreview>> answer(const domain::User &by,
                                                                const protocol::PreviewRule &ask) override;
    [[nodiscard]] QFuture<Result<protocol::RulesChanged>> answer(const domain::User &by,
                                                                 const protocol::AddRule &ask) override;
    [[nodiscard]] QFuture<Result<protocol::RulesChanged>> answer(const domain::User &by,
                                                                 const protocol::RemoveRule &ask) override;
    [[nodiscard]] QFuture<Result<protocol::VersionPage>> answer(const domain::User &by,
                                                                const protocol::ListVersions &ask) override;
    [[nodiscard]] QFuture<Result<protocol::VersionUndone>> answer(const domain::User &by,
                                                                  const protocol::UndoVersion &ask) override;
    [[nodiscard]] QFuture<Result<protocol::ExportPart>> answer(
        const domain::User &by, const protocol::ExportExpectations &ask) override;
    [[nodiscard]] QFuture<Result<protocol::AliasList>> answer(const domain::User &by,
                                                              const protocol::ListAliases &ask) override;
    [[nodiscard]] QFuture<Result<protocol::SettingCard>> answer(const domain::User &by,
                                                                const protocol::GetSettingCard &ask) override;

    [[nodiscard]] QFuture<Result<protocol::AgentWelcome>> hello(const domain::User &by,
                                                                const protocol::AgentHello &hello) override;
    [[nodiscard]] QFuture<Result<protocol::HeartbeatReply>> heartbeat(
        const domain::User &by, const protocol::Heartbeat &beat) override;
    [[nodiscard]] QFuture<Result<std::optional<JobId>>> next(const domain::User &by) override;
    [[nodiscard]] QFuture<Result<protocol::ClaimedJob>> claim(const domain::User &by,
                                                              const protocol::ClaimRequest &request) override;
    [[nodiscard]] QFuture<Result<protocol::RenewReply>> renew(const domain::User &by,
                                                              const protocol::RenewRequest &request) override;
    [[nodiscard]] QFuture<Result<void>> report(const domain::User &by,
                                               const protocol::ScanReportPart &part) override;
    [[nodiscard]] QFuture<Result<void>> finish(const domain::User &by,
                                               const protocol::JobResult &result) override;
    [[nodiscard]] QFuture<Result<void>> record(const domain::User &by,
                                               const protocol::LocalDeed &deed) override;
    [[nodiscard]] QFuture<Result<QByteArray>> expectations(const QString &server,
                                                           const QByteArray &wantedHash) override;
    [[nodiscard]] QFuture<Result<void>> putArtifact(const domain::User &by, const QByteArray &sha256,
                                                    const QString &path) override;
    [[nodiscard]] QFuture<Result<QString>> locateArtifact(const QByteArray &sha256) override;

    [[nodiscard]] QFuture<Result<std::optional<MadeOrder>>> orderMadeWith(
        const QByteArray &keySha256) override;
    [[nodiscard]] QFuture<Result<void>> remember(const MadeOrder &order) override;

    qint64 subscribe(QObject *context, std::function<void(const protocol::Event &)> receive) override;
    void watchJobs(QObject *context, const QString &server, std::function<void()> wake) override;

private:
    // Runs `work` in the coordinator's thread and gives what it returns.
    template <typename T>
    [[nodiscard]] QFuture<Result<T>> post(std::function<Result<T>(CoordinatorCore &)> work);
    // The same for work that takes its time.
    template <typename T>
    [[nodiscard]] QFuture<Result<T>> postLong(std::function<QFuture<Result<T>>(CoordinatorCore &)> work);

    const CoordinatorOptions _options;
    const Parts _parts;
    QThread _thread;
    std::unique_ptr<EventLog> _log;
    QObject *_context;                      // lives in the thread and dies with it
    std::unique_ptr<CoordinatorCore> _core; // made, used and destroyed in the thread
};

} // namespace archivesmp::agent::coordinator
