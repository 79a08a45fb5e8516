// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/ownserver.h"

#include <QPromise>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;
using namespace protocol;
using domain::Plan;
using domain::User;

namespace {

Result<JobAccepted> accepted(const Result<JobId> &job)
{
    if (!job)
        return job.error();
    return JobAccepted{*job};
}

} // namespace

OwnServer::OwnServer(QString server, QString host, coordinator::EventLog &log, Run run)
    : _server(std::move(server))
    , _host(std::move(host))
    , _log(log)
    , _run(std::move(run))
{ }

template <typename T>
QFuture<Result<T>> OwnServer::post(std::function<Result<T>(OwnServerCore &)> work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    _run([promise, work = std::move(work)](OwnServerCore *core) {
        promise->addResult(core != nullptr
                               ? work(*core)
                               : Result<T>(Error{ErrorCode::Unavailable, u"the agent is not at work"_s}));
        promise->finish();
    });
    return promise->future();
}

template <typename Request>
QFuture<Result<typename Request::Reply>> OwnServer::leaveToTheHost(const Request &) const
{
    return QtFuture::makeReadyFuture(Result<typename Request::Reply>(
        Error{ErrorCode::Unsupported,
              u"the agent of "_s + _server
                  + u" shows, scans, starts and stops its own instances; everything else is the host's"_s,
              {},
              0,
              0,
              {},
              u"ask the host, "_s + _host}));
}

QFuture<Result<User>> OwnServer::authenticate(const Secret &apiKey)
{
    return post<User>([apiKey](OwnServerCore &core) { return core.authenticate(apiKey); });
}

QFuture<Result<FleetState>> OwnServer::answer(const User &, const GetFleet &ask)
{
    return post<FleetState>([ask](OwnServerCore &core) { return core.picture().fleet(ask); });
}

QFuture<Result<FindingPage>> OwnServer::answer(const User &, const ListFindings &ask)
{
    return post<FindingPage>([ask](OwnServerCore &core) { return core.picture().findings(ask); });
}

QFuture<Result<FindingDetail>> OwnServer::answer(const User &, const GetFinding &ask)
{
    return post<FindingDetail>([ask](OwnServerCore &core) { return core.picture().finding(ask); });
}

QFuture<Result<JobAccepted>> OwnServer::answer(const User &by, const StartScan &ask)
{
    return post<JobAccepted>([by, ask](OwnServerCore &core) { return accepted(core.work().scan(by, ask)); });
}

QFuture<Result<JobPage>> OwnServer::answer(const User &, const ListJobs &ask)
{
    return post<JobPage>([ask](OwnServerCore &core) -> Result<JobPage> {
        if (const auto known = core.picture().checkServer(ask.server); !known)
            return known.error();
        return core.jobs().list(ask);
    });
}

QFuture<Result<JobDetail>> OwnServer::answer(const User &, const GetJob &ask)
{
    return post<JobDetail>([ask](OwnServerCore &core) { return core.jobs().detail(ask.id); });
}

QFuture<Result<Done>> OwnServer::answer(const User &by, const CancelJob &ask)
{
    return post<Done>([by, ask](OwnServerCore &core) -> Result<Done> {
        if (const auto cancelled = core.work().cancel(by, ask.id); !cancelled)
            return cancelled.error();
        return Done();
    });
}

QFuture<Result<JobAccepted>> OwnServer::answer(const User &by, const PowerInstance &ask)
{
    return post<JobAccepted>([by, ask](OwnServerCore &core) { return accepted(core.work().power(by, ask)); });
}

QFuture<Result<Plan>> OwnServer::answer(const User &, const PlanFix &ask)
{
    return leaveToTheHost(ask);
}

QFuture<Result<Plan>> OwnServer::answer(const User &, const PlanDeploy &ask)
{
    return leaveToTheHost(ask);
}

QFuture<Result<Plan>> OwnServer::answer(const User &, const PlanRollback &ask)
{
    return leaveToTheHost(ask);
}

QFuture<Result<JobAccepted>> OwnServer::answer(const User &, const ApplyPlan &ask)
{
    return leaveToTheHost(ask);
}

QFuture<Result<ImportReply>> OwnServer::answer(const User &, const ImportExpectations &ask)
{
    return leaveToTheHost(ask);
}

qint64 OwnServer::subscribe(QObject *context, std::function<void(const Event &)> receive)
{
    return _log.subscribe(context, std::move(receive));
}

} // namespace archivesmp::agent::ownserver
