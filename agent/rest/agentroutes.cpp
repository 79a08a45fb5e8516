// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/agentroutes.h"

#include "agent/rest/endpoints.h"

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;
using coordinator::FleetService;

namespace {

constexpr qint64 reportLimit = qint64(4) * 1024 * 1024;
constexpr qsizetype textLimit = 60'000;
constexpr qint64 heartbeatLimit = qint64(1024) * 1024; // a few hundred instances

const Access agentsOnly = Access::oneOf({domain::UserRole::Agent});

ApiReply done()
{
    return jsonReply(QJsonObject{});
}

// A key of one server must not speak for another.
Result<void> speaksFor(const ApiRequest &request, const QString &server)
{
    if (request.user.server == server)
        return {};
    return Error{ErrorCode::PermissionDenied,
                 u"this key speaks for another server"_s,
                 {},
                 0,
                 0,
                 u"server"_s,
                 u"use the key that was made for this server"_s};
}

Result<void> sameJob(const JobId &path, const JobId &body)
{
    if (path == body)
        return {};
    return Error{ErrorCode::InvalidArgument, u"not the job of the address"_s, {}, 0, 0, u"job"_s};
}

Answered hello(FleetService &fleet, const ApiRequest &request)
{
    const auto message = bodyAs(request, protocol::agentHelloFromJson);
    if (!message)
        return answerNow(message.error());
    if (const auto own = speaksFor(request, message->server); !own)
        return answerNow(own.error());
    return replyWith(fleet.hello(request.user, *message),
                     [](const protocol::AgentWelcome &welcome) { return jsonReply(toJson(welcome)); });
}

Answered heartbeat(FleetService &fleet, const ApiRequest &request)
{
    const auto message = bodyAs(request, protocol::heartbeatFromJson);
    if (!message)
        return answerNow(message.error());
    if (const auto own = speaksFor(request, message->server); !own)
        return answerNow(own.error());
    return replyWith(fleet.heartbeat(request.user, *message),
                     [](const protocol::HeartbeatReply &reply) { return jsonReply(toJson(reply)); });
}

Answered audit(FleetService &fleet, const ApiRequest &request)
{
    const auto deed = bodyAs(request, protocol::localDeedFromJson);
    if (!deed)
        return answerNow(deed.error());
    if (const auto own = speaksFor(request, deed->server); !own)
        return answerNow(own.error());
    return replyWith(fleet.record(request.user, *deed), done);
}

Answered next(coordinator::JobWaiters &waiters, const ApiRequest &request)
{
    const auto wait = numberOf(request, u"wait"_s, 0, coordinator::JobWaiters::longestWait.count(), 0);
    if (!wait)
        return answerNow(wait.error());
    return replyWith(waiters.next(request.user, std::chrono::seconds(*wait)),
                     [](const coordinator::JobWaiters::Offer &offer) {
                         return jsonReply({{u"job"_s, offer ? QJsonValue(offer->toString()) : QJsonValue()}});
                     });
}

// The calls about one job: the message, whose job must be that of the address, goes to `call`.
template <typename Read, typename Call, typename Write>
Answered aboutJob(const ApiRequest &request, Read read, Call call, Write write)
{
    const auto job = jobOf(request);
    if (!job)
        return answerNow(job.error());
    const auto message = bodyAs(request, read);
    if (!message)
        return answerNow(message.error());
    if (const auto same = sameJob(*job, message->job); !same)
        return answerNow(same.error());
    return replyWith(call(*message), write);
}

Answered claim(FleetService &fleet, const ApiRequest &request)
{
    return aboutJob(
        request, protocol::claimRequestFromJson,
        [&](const protocol::ClaimRequest &message) -> QFuture<Result<protocol::ClaimedJob>> {
            // Another server's job is as if it were not there.
            if (message.server != request.user.server)
                return QtFuture::makeReadyFuture(
                    Result<protocol::ClaimedJob>(Error{ErrorCode::NotFound, u"no such job"_s}));
            return fleet.claim(request.user, message);
        },
        [](const protocol::ClaimedJob &claimed) { return jsonReply(toJson(claimed)); });
}

Answered renew(FleetService &fleet, const ApiRequest &request)
{
    return aboutJob(
        request, protocol::renewRequestFromJson,
        [&](const protocol::RenewRequest &message) { return fleet.renew(request.user, message); },
        [](const protocol::RenewReply &reply) { return jsonReply(toJson(reply)); });
}

Answered report(FleetService &fleet, const ApiRequest &request)
{
    return aboutJob(
        request, protocol::scanReportPartFromJson,
        [&](const protocol::ScanReportPart &message) { return fleet.report(request.user, message); }, done);
}

// What the storage's text columns hold; beyond it a database would refuse the whole result.
Result<void> fitsColumns(const QString &text, const QString &field)
{
    if (text.toUtf8().size() <= textLimit)
        return {};
    return Error{ErrorCode::LimitExceeded,
                 u"longer than "_s + QString::number(textLimit) + u" bytes"_s,
                 {},
                 0,
                 0,
                 field};
}

Result<void> fitsColumns(const protocol::JobResult &result)
{
    if (const auto message = fitsColumns(result.message, u"message"_s); !message)
        return message;
    for (qsizetype i = 0; i < result.events.size(); ++i) {
        const QString field = u"events["_s + QString::number(i) + u']';
        if (const auto event = fitsColumns(result.events.at(i), field); !event)
            return event;
    }
    return {};
}

Answered result(FleetService &fleet, const ApiRequest &request)
{
    return aboutJob(
        request, protocol::jobResultFromJson,
        [&](const protocol::JobResult &message) {
            if (const auto fits = fitsColumns(message); !fits)
                return QtFuture::makeReadyFuture(fits);
            return fleet.finish(request.user, message);
        },
        done);
}

Answered expectations(FleetService &fleet, const ApiRequest &request)
{
    const QString server = request.parameters.value(u"server"_s);
    if (const auto own = speaksFor(request, server); !own)
        return answerNow(own.error());
    const QByteArray text = request.query.value(u"hash"_s).toLatin1();
    const QByteArray hash = QByteArray::fromHex(text);
    if (hash.toHex() != text || (!hash.isEmpty() && hash.size() != 32))
        return answerNow(Error{
            ErrorCode::InvalidArgument, u"not a SHA-256 in 64 hexadecimal digits"_s, {}, 0, 0, u"hash"_s});
    // The bytes as they are: the agent checks their hash.
    return replyWith(fleet.expectations(server, hash), [](const QByteArray &canonical) {
        ApiReply reply;
        reply.body = canonical;
        return reply;
    });
}

Route post(const QString &path, Route::Answer answer, qint64 limit = qint64(64) * 1024)
{
    return {.method = "POST",
            .path = path,
            .access = agentsOnly,
            .answer = std::move(answer),
            .body = BodyKind::Json,
            .bodyLimit = limit};
}

Route get(const QString &path, const QStringList &query, Route::Answer answer)
{
    return {.method = "GET", .path = path, .access = agentsOnly, .answer = std::move(answer), .query = query};
}

} // namespace

std::vector<Route> agentRoutes(FleetService &fleet, coordinator::JobWaiters &waiters)
{
    const auto with = [&fleet](Answered (*answer)(FleetService &, const ApiRequest &)) {
        return [&fleet, answer](const ApiRequest &request) { return answer(fleet, request); };
    };
    return {
        post(u"/api/agent/hello"_s, with(hello)),
        post(u"/api/agent/heartbeat"_s, with(heartbeat), heartbeatLimit),
        post(u"/api/agent/audit"_s, with(audit)),
        get(u"/api/agent/next"_s, {u"wait"_s},
            [&waiters](const ApiRequest &request) { return next(waiters, request); }),
        post(u"/api/jobs/{uuid}/claim"_s, with(claim)),
        post(u"/api/jobs/{uuid}/renew"_s, with(renew)),
        post(u"/api/jobs/{uuid}/report"_s, with(report), reportLimit),
        post(u"/api/jobs/{uuid}/result"_s, with(result), reportLimit),
        get(u"/api/expectations/{server}"_s, {u"hash"_s}, with(expectations)),
    };
}

} // namespace archivesmp::agent::rest
