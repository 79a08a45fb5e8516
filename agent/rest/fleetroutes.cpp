// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/fleetroutes.h"

#include "agent/rest/endpoints.h"
#include "common/core/textescape.h"
#include "common/protocol/domainjson.h"

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;
using coordinator::FleetService;

namespace {

constexpr qint64 findingsAtOnce = 5000;
constexpr qint64 jobsAtOnce = 1000;
constexpr qint64 usualJobs = 200;

const Access viewers = Access::oneOf({domain::UserRole::Viewer});

// ?name= as one of the words that `read` knows; nullopt where absent.
template <typename Enum>
Result<std::optional<Enum>> wordOf(const ApiRequest &request, const QString &name,
                                   std::optional<Enum> (*read)(QStringView))
{
    const auto found = request.query.constFind(name);
    if (found == request.query.constEnd())
        return std::optional<Enum>();
    if (const std::optional<Enum> value = read(*found))
        return value;
    return Error{ErrorCode::InvalidArgument, u"unknown word: "_s + excerpt(*found, 64), {}, 0, 0, name};
}

// ?name= as true or false; false where absent.
Result<bool> truthOf(const ApiRequest &request, const QString &name)
{
    const QString text = request.query.value(name, u"false"_s);
    if (text == "true"_L1 || text == "false"_L1)
        return text == "true"_L1;
    return Error{
        ErrorCode::InvalidArgument, u"neither true nor false: "_s + excerpt(text, 64), {}, 0, 0, name};
}

template <typename T>
QJsonObject listOf(const QString &name, const QList<T> &items)
{
    return {{name, protocol::toJsonArray(items)}};
}

Answered inventory(FleetService &fleet, const QStringList &known, const ApiRequest &request,
                   QJsonObject (*write)(const protocol::FleetState &))
{
    const auto server = serverOf(request, known);
    if (!server)
        return answerNow(server.error());
    return replyWith(fleet.answer(request.user, protocol::GetFleet{*server}),
                     [write](const protocol::FleetState &state) { return jsonReply(write(state)); });
}

Result<protocol::ListFindings> findingsQuery(const QStringList &known, const ApiRequest &request)
{
    const auto server = serverOf(request, known);
    const auto kind = wordOf<domain::FindingKind>(request, u"kind"_s, domain::findingKindFromName);
    const auto severity = wordOf<domain::Severity>(request, u"severity"_s, domain::severityFromName);
    const auto ignored = truthOf(request, u"ignored"_s);
    const auto offset = numberOf(request, u"offset"_s, 0, std::numeric_limits<int>::max(), 0);
    const auto limit = numberOf(request, u"limit"_s, 1, findingsAtOnce, 1000);
    if (!server)
        return server.error();
    if (!kind)
        return kind.error();
    if (!severity)
        return severity.error();
    if (!ignored)
        return ignored.error();
    if (!offset)
        return offset.error();
    if (!limit)
        return limit.error();
    return protocol::ListFindings{*server,
                                  request.query.value(u"instance"_s),
                                  request.query.value(u"plugin"_s),
                                  *kind,
                                  *severity,
                                  *offset,
                                  int(*limit),
                                  *ignored};
}

Answered drift(FleetService &fleet, const QStringList &known, const ApiRequest &request)
{
    const auto query = findingsQuery(known, request);
    if (!query)
        return answerNow(query.error());
    return replyWith(fleet.answer(request.user, *query), [query = *query](const protocol::FindingPage &page) {
        QJsonObject json = listOf(u"findings"_s, page.findings);
        json.insert(u"total"_s, page.total);
        json.insert(u"ignored"_s, page.ignored);
        json.insert(u"offset"_s, query.offset);
        json.insert(u"limit"_s, query.limit);
        return jsonReply(json);
    });
}

enum class JobView { All, Deployments, History };

bool belongsTo(JobView view, const domain::Job &job)
{
    switch (view) {
    case JobView::All:
        return true;
    case JobView::Deployments:
        return job.type == domain::JobType::PluginDeploy || job.type == domain::JobType::ConfigUpdate
            || job.type == domain::JobType::Rollback;
    case JobView::History:
        return domain::isFinal(job.status);
    }
    return false;
}

Answered jobs(FleetService &fleet, const QStringList &known, JobView view, const ApiRequest &request)
{
    const auto server = serverOf(request, known);
    const auto status = wordOf<domain::JobStatus>(request, u"status"_s, domain::jobStatusFromName);
    const auto limit = numberOf(request, u"limit"_s, 1, jobsAtOnce, usualJobs);
    if (!server)
        return answerNow(server.error());
    if (!status)
        return answerNow(status.error());
    if (!limit)
        return answerNow(limit.error());
    // A view is a choice of the newest: it is made of as many as one question may bring.
    const int asked = view == JobView::All ? int(*limit) : int(jobsAtOnce);
    return replyWith(fleet.answer(request.user, protocol::ListJobs{*server, *status, asked}),
                     [view, limit = *limit](const protocol::JobPage &page) {
                         QList<domain::Job> chosen;
                         for (const domain::Job &job : page.jobs) {
                             if (belongsTo(view, job) && (view == JobView::All || chosen.size() < limit))
                                 chosen.append(job);
                         }
                         return jsonReply(listOf(u"jobs"_s, chosen));
                     });
}

Answered oneJob(FleetService &fleet, const ApiRequest &request)
{
    const auto job = jobOf(request);
    if (!job)
        return answerNow(job.error());
    return replyWith(fleet.answer(request.user, protocol::GetJob{*job}),
                     [](const protocol::JobDetail &detail) {
                         QJsonObject json = listOf(u"children"_s, detail.children);
                         json.insert(u"job"_s, protocol::toJson(detail.job));
                         json.insert(u"events"_s, protocol::toJsonArray(detail.events));
                         return jsonReply(json);
                     });
}

Route get(const QString &path, const QStringList &query, Route::Answer answer)
{
    return {.method = "GET", .path = path, .access = viewers, .answer = std::move(answer), .query = query};
}

} // namespace

std::vector<Route> fleetRoutes(FleetService &fleet, const QStringList &servers)
{
    const auto jobsRoute = [&](const QString &path, JobView view) {
        return get(path, {u"server"_s, u"status"_s, u"limit"_s},
                   [&fleet, servers, view](const ApiRequest &r) { return jobs(fleet, servers, view, r); });
    };
    const auto inventoryRoute = [&](const QString &path, QJsonObject (*write)(const protocol::FleetState &)) {
        return get(path, {u"server"_s}, [&fleet, servers, write](const ApiRequest &r) {
            return inventory(fleet, servers, r, write);
        });
    };
    return {
        inventoryRoute(u"/api/servers"_s,
                       [](const protocol::FleetState &state) {
                           QJsonObject json = listOf(u"servers"_s, state.servers);
                           json.insert(u"engines"_s, protocol::toJsonArray(state.engines));
                           return json;
                       }),
        inventoryRoute(
            u"/api/instances"_s,
            [](const protocol::FleetState &state) { return listOf(u"instances"_s, state.instances); }),
        get(u"/api/drift"_s,
            {u"server"_s, u"instance"_s, u"plugin"_s, u"kind"_s, u"severity"_s, u"ignored"_s, u"offset"_s,
             u"limit"_s},
            [&fleet, servers](const ApiRequest &r) { return drift(fleet, servers, r); }),
        jobsRoute(u"/api/jobs"_s, JobView::All),
        jobsRoute(u"/api/deployments"_s, JobView::Deployments),
        jobsRoute(u"/api/history"_s, JobView::History),
        get(u"/api/jobs/{uuid}"_s, {}, [&fleet](const ApiRequest &r) { return oneJob(fleet, r); }),
    };
}

} // namespace archivesmp::agent::rest
