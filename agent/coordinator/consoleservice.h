// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/judgementservice.h"
#include "common/core/secret.h"
#include "common/protocol/events.h"

#include <QObject>

#include <functional>

namespace archivesmp::agent::coordinator {

// What the control door asks on behalf of a console: of the coordinator on the host, of the agent alone on a
// client. Each call returns at once, from any thread. Rights are checked by the door against the request's
// own `needs`; the user is given for the records.
class ConsoleService : public JudgementService
{
public:
    using JudgementService::answer;

    // Who is behind a key; Unauthenticated where nobody is, NotFound where the keys themselves are not known.
    // Takes the same time for any wrong key.
    [[nodiscard]] virtual QFuture<Result<domain::User>> authenticate(const Secret &apiKey) = 0;

    [[nodiscard]] virtual QFuture<Result<protocol::FleetState>> answer(const domain::User &by,
                                                                       const protocol::GetFleet &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::FindingPage>> answer(const domain::User &by,
                                                                        const protocol::ListFindings &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::FindingDetail>> answer(const domain::User &by,
                                                                          const protocol::GetFinding &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                        const protocol::StartScan &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                               const protocol::PlanFix &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                               const protocol::PlanDeploy &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                               const protocol::PlanRollback &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                        const protocol::ApplyPlan &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobPage>> answer(const domain::User &by,
                                                                    const protocol::ListJobs &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobDetail>> answer(const domain::User &by,
                                                                      const protocol::GetJob &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::Done>> answer(const domain::User &by,
                                                                 const protocol::CancelJob &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                        const protocol::PowerInstance &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::ImportReply>> answer(const domain::User &by,
                                                                        const protocol::ImportExpectations &)
        = 0;

    // Calls `receive` in the thread of `context` for each event from now on, until `context` is gone. The
    // returned number is the sequence of the last event before.
    virtual qint64 subscribe(QObject *context, std::function<void(const protocol::Event &)> receive) = 0;
};

} // namespace archivesmp::agent::coordinator
