// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/judgementroutes.h"

#include "agent/rest/endpoints.h"
#include "common/protocol/expectationmembers.h"

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;
using coordinator::FleetService;

namespace {

constexpr qint64 versionsAtOnce = 500;
constexpr qint64 findingsBody = qint64(512) * 1024; // 5,000 ids

template <typename R>
Answered answered(FleetService &fleet, const ApiRequest &request, const Result<R> &asked)
{
    if (!asked)
        return answerNow(asked.error());
    return replyWith(fleet.answer(request.user, *asked),
                     [](const typename R::Reply &reply) { return jsonReply(protocol::objectOf(reply)); });
}

// A request of the control door whose members are the body.
template <typename R>
Route post(FleetService &fleet, const QString &path, qint64 limit = qint64(64) * 1024)
{
    return {.method = "POST",
            .path = path,
            .access = Access::oneOf({R::needs}),
            .answer =
                [&fleet](const ApiRequest &request) {
                    return answered<R>(fleet, request, bodyAs(request, protocol::fromObject<R>));
                },
            .body = BodyKind::Json,
            .bodyLimit = limit};
}

template <typename R>
Route get(FleetService &fleet, const QString &path)
{
    return {.method = "GET",
            .path = path,
            .access = Access::oneOf({R::needs}),
            .answer = [&fleet](const ApiRequest &request) { return answered<R>(fleet, request, R()); }};
}

Result<protocol::ListVersions> versionsOf(const ApiRequest &request)
{
    const auto before = numberOf(request, u"before"_s, 0, std::numeric_limits<int>::max(), 0);
    const auto limit = numberOf(request, u"limit"_s, 1, versionsAtOnce, 50);
    if (!before)
        return before.error();
    if (!limit)
        return limit.error();
    return protocol::ListVersions{*before, int(*limit)};
}

} // namespace

std::vector<Route> judgementRoutes(FleetService &fleet)
{
    using namespace protocol;
    Route history = get<ListVersions>(fleet, u"/api/expectations/history"_s);
    history.query = {u"before"_s, u"limit"_s};
    history.answer = [&fleet](const ApiRequest &request) {
        return answered<ListVersions>(fleet, request, versionsOf(request));
    };
    // What has a body changes something, as far as a viewer's key is concerned.
    Route preview = post<PreviewRule>(fleet, u"/api/rules/preview"_s);
    preview.access = Access::oneOf({domain::UserRole::Operator});
    return {post<AcceptFindings>(fleet, u"/api/drift/accept"_s, findingsBody),
            post<IgnoreFindings>(fleet, u"/api/drift/ignore"_s, findingsBody),
            get<ListRules>(fleet, u"/api/rules"_s),
            post<AddRule>(fleet, u"/api/rules"_s),
            preview,
            post<RemoveRule>(fleet, u"/api/rules/remove"_s),
            get<ListAliases>(fleet, u"/api/aliases"_s),
            history,
            post<UndoVersion>(fleet, u"/api/expectations/undo"_s)};
}

} // namespace archivesmp::agent::rest
