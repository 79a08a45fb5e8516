// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/consoleservice.h"
#include "agent/coordinator/eventlog.h"
#include "agent/ownserver/ownservercore.h"

namespace archivesmp::agent::ownserver {

// What a client's agent answers to consoles: its own server, and what needs no coordination. The rest is
// Unsupported, with a sentence that names the host. May be called from any thread; the work is done in the
// worker's.
class OwnServer final : public coordinator::ConsoleService
{
public:
    // Calls the function in the worker's thread; with nullptr, or not at all, where the agent has stopped.
    using Use = std::function<void(OwnServerCore *)>;
    using Run = std::function<void(Use)>;
    using ConsoleService::answer;

    // `host` is how people know the host; the log outlives it.
    OwnServer(QString server, QString host, coordinator::EventLog &log, Run run);

    [[nodiscard]] QFuture<Result<domain::User>> authenticate(const Secret &apiKey) override;
    [[nodiscard]] QFuture<Result<protocol::FleetState>> answer(const domain::User &by,
                                                               const protocol::GetFleet &ask) override;
    [[nodiscard]] QFuture<Result<protocol::FindingPage>> answer(const domain::User &by,
                                                                const protocol::ListFindings &ask) override;
    [[nodiscard]] QFuture<Result<protocol::FindingDetail>> answer(const domain::User &by,
                                                                  const protocol::GetFinding &ask) override;
    [[nodiscard]] QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                const protocol::StartScan &ask) override;
    [[nodiscard]] QFuture<Result<protocol::JobPage>> answer(const domain::User &by,
                                                            const protocol::ListJobs &ask) override;
    [[nodiscard]] QFuture<Result<protocol::JobDetail>> answer(const domain::User &by,
                                                              const protocol::GetJob &ask) override;
    [[nodiscard]] QFuture<Result<protocol::Done>> answer(const domain::User &by,
                                                         const protocol::CancelJob &ask) override;
    [[nodiscard]] QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                const protocol::PowerInstance &ask) override;
    [[nodiscard]] QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                       const protocol::PlanFix &ask) override;
    [[nodiscard]] QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                       const protocol::PlanDeploy &ask) override;
    [[nodiscard]] QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                       const protocol::PlanRollback &ask) override;
    [[nodiscard]] QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                const protocol::ApplyPlan &ask) override;
    [[nodiscard]] QFuture<Result<protocol::ImportReply>> answer(
        const domain::User &by, const protocol::ImportExpectations &ask) override;

    qint64 subscribe(QObject *context, std::function<void(const protocol::Event &)> receive) override;

private:
    template <typename T>
    [[nodiscard]] QFuture<Result<T>> post(std::function<Result<T>(OwnServerCore &)> work);
    // For everything that needs coordination.
    template <typename Request>
    [[nodiscard]] QFuture<Result<typename Request::Reply>> leaveToTheHost(const Request &) const;

    QString _server;
    QString _host;
    coordinator::EventLog &_log;
    Run _run;
};

} // namespace archivesmp::agent::ownserver
