// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/jobroutes.h"

#include "agent/rest/endpoints.h"
#include "agent/rest/jobrequest.h"
#include "common/core/overloaded.h"

#include <QUuid>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;
using coordinator::FleetService;
using Accepted = QFuture<Result<protocol::JobAccepted>>;

namespace {

Accepted notAccepted(const Error &error)
{
    return QtFuture::makeReadyFuture(Result<protocol::JobAccepted>(error));
}

// A script sees no plan before it is carried out, so one that cannot be carried out whole is refused with its
// reason.
Accepted applied(FleetService &fleet, const ApiRequest &request, const QString &reason,
                 QFuture<Result<domain::Plan>> plan)
{
    const QString key = request.idempotencyKey.isEmpty() ? QUuid::createUuid().toString(QUuid::WithoutBraces)
                                                         : request.idempotencyKey;
    return plan
        .then([&fleet, user = request.user, key, reason](const Result<domain::Plan> &made) -> Accepted {
            if (!made)
                return notAccepted(made.error());
            if (const QString blocker = domain::firstBlocker(*made); !blocker.isEmpty())
                return notAccepted(Error{ErrorCode::Conflict, blocker});
            return fleet.answer(user, protocol::ApplyPlan{made->id, key, reason});
        })
        .unwrap();
}

Accepted ordered(FleetService &fleet, const ApiRequest &request, const OrderedJob &job)
{
    const domain::User &user = request.user;
    return std::visit(
        Overloaded{[&](const protocol::PlanDeploy &plan) {
                       return applied(fleet, request, job.reason, fleet.answer(user, plan));
                   },
                   [&](const protocol::PlanFix &plan) {
                       return applied(fleet, request, job.reason, fleet.answer(user, plan));
                   },
                   [&](const protocol::PlanRollback &plan) {
                       return applied(fleet, request, job.reason, fleet.answer(user, plan));
                   },
                   [&](const protocol::StartScan &scan) { return fleet.answer(user, scan); },
                   [&](const protocol::PowerInstance &power) { return fleet.answer(user, power); }},
        job.request);
}

Answered order(FleetService &fleet, RepeatedOrders &orders, const ApiRequest &request)
{
    const auto job = bodyAs(request, orderedJobFrom);
    if (!job)
        return answerNow(job.error());
    const auto accepted
        = orders.once(request, [&fleet, request, job = *job] { return ordered(fleet, request, job); });
    return replyWith(accepted, [](const protocol::JobAccepted &made) {
        return jsonReply({{u"job_id"_s, made.job.toString()}}, 202);
    });
}

Answered cancel(FleetService &fleet, const ApiRequest &request)
{
    const auto job = jobOf(request);
    if (!job)
        return answerNow(job.error());
    return replyWith(fleet.answer(request.user, protocol::CancelJob{*job}),
                     [](const protocol::Done &) { return jsonReply(QJsonObject{}); });
}

} // namespace

std::vector<Route> jobRoutes(FleetService &fleet, RepeatedOrders &orders)
{
    const Access operators = Access::oneOf({domain::UserRole::Operator});
    return {
        {.method = "POST",
         .path = u"/api/jobs"_s,
         .access = operators,
         .answer = [&fleet, &orders](const ApiRequest &request) { return order(fleet, orders, request); },
         .body = BodyKind::Json},
        {.method = "POST",
         .path = u"/api/jobs/{uuid}/cancel"_s,
         .access = operators,
         .answer = [&fleet](const ApiRequest &request) { return cancel(fleet, request); }},
    };
}

} // namespace archivesmp::agent::rest
