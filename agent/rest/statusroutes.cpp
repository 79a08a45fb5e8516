// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/statusroutes.h"

#include "agent/rest/endpoints.h"

#include <QMap>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;
using coordinator::FleetService;

namespace {

constexpr int everyJob = 1000; // what one question may bring

QByteArray label(QString text)
{
    return text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s).replace(u'\n', u"\\n"_s).toUtf8();
}

void family(QByteArray &out, const char *name, const char *type, const char *meaning)
{
    out += "# HELP " + QByteArray(name) + ' ' + meaning + "\n# TYPE " + name + ' ' + type + '\n';
}

void gauges(QByteArray &out, const char *name, const char *labelName, const QMap<QString, qint64> &values)
{
    for (auto it = values.begin(); it != values.end(); ++it)
        out += QByteArray(name) + '{' + labelName + "=\"" + label(it.key()) + "\"} "
            + QByteArray::number(it.value()) + '\n';
}

QByteArray fleetMetrics(const protocol::FleetState &fleet)
{
    QByteArray out;
    family(out, "archivesmp_server_state", "gauge", "1 for the state that the server is in");
    for (const domain::PhysicalServer &server : fleet.servers)
        out += "archivesmp_server_state{server=\"" + label(server.name) + "\",state=\""
            + label(nameOf(server.state)) + "\"} 1\n";
    QMap<QString, qint64> states;
    for (const domain::Instance &instance : fleet.instances)
        ++states[nameOf(instance.state)];
    family(out, "archivesmp_instances", "gauge", "instances by state");
    gauges(out, "archivesmp_instances", "state", states);
    return out;
}

QByteArray jobMetrics(const protocol::JobPage &page)
{
    QByteArray out;
    QMap<QString, qint64> statuses;
    for (const domain::Job &job : page.jobs)
        ++statuses[nameOf(job.status)];
    family(out, "archivesmp_recent_jobs", "gauge", "the newest thousand jobs by status");
    gauges(out, "archivesmp_recent_jobs", "status", statuses);
    return out;
}

QByteArray findingMetrics(const protocol::FindingPage &page, domain::Severity severity)
{
    return "archivesmp_findings{severity=\"" + label(nameOf(severity)) + "\"} "
        + QByteArray::number(page.total) + '\n';
}

QByteArray requestMetrics(const RequestCounts &counts)
{
    QByteArray out;
    family(out, "archivesmp_http_requests_total", "counter", "requests by route and status");
    const auto all = counts.all();
    for (auto it = all.begin(); it != all.end(); ++it) {
        const auto &[method, route, status] = it.key();
        out += "archivesmp_http_requests_total{method=\"" + method + "\",route=\"" + label(route)
            + "\",status=\"" + QByteArray::number(status) + "\"} " + QByteArray::number(it.value()) + '\n';
    }
    return out;
}

template <typename T, typename Write>
QFuture<Result<QByteArray>> text(QFuture<Result<T>> future, Write write)
{
    return future.then([write](const Result<T> &result) -> Result<QByteArray> {
        if (!result)
            return result.error();
        return write(*result);
    });
}

Answered metrics(FleetService &fleet, const RequestCounts &counts, const ApiRequest &request)
{
    QList<QFuture<Result<QByteArray>>> parts{
        text(fleet.answer(request.user, protocol::GetFleet{}), fleetMetrics),
        text(fleet.answer(request.user, protocol::ListJobs{.limit = everyJob}), jobMetrics)};
    for (const domain::Severity severity :
         {domain::Severity::Info, domain::Severity::Normal, domain::Severity::Critical}) {
        parts.append(
            text(fleet.answer(request.user, protocol::ListFindings{.severity = severity, .limit = 1}),
                 [severity](const auto &page) { return findingMetrics(page, severity); }));
    }
    return QtFuture::whenAll(parts.begin(), parts.end())
        .then([&counts](const QList<QFuture<Result<QByteArray>>> &all) -> Result<ApiReply> {
            ApiReply reply;
            reply.contentType = "text/plain; version=0.0.4";
            for (qsizetype i = 0; i < all.size(); ++i) {
                if (all.at(i).resultCount() == 0)
                    return Error{ErrorCode::Unavailable, u"the host is stopping"_s};
                const Result<QByteArray> part = all.at(i).result();
                if (!part)
                    return part.error();
                if (i == 2)
                    family(reply.body, "archivesmp_findings", "gauge", "open findings by severity");
                reply.body += *part;
            }
            reply.body += requestMetrics(counts);
            return reply;
        });
}

} // namespace

std::vector<Route> statusRoutes(FleetService &fleet, const RequestCounts &counts)
{
    return {
        {.method = "GET",
         .path = u"/api/health"_s,
         .access = Access::everybody(),
         .answer =
             [](const ApiRequest &) {
                 return answerNow(jsonReply({{u"status"_s, u"ok"_s},
                                             {u"version"_s, QStringLiteral(ARCHIVESMP_VERSION)},
                                             {u"protocol"_s, protocol::protocolVersion}}));
             }},
        {.method = "GET",
         .path = u"/metrics"_s,
         .access = Access::oneOf({domain::UserRole::Viewer}),
         .answer = [&fleet, &counts](const ApiRequest &request) { return metrics(fleet, counts, request); }},
    };
}

} // namespace archivesmp::agent::rest
