// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/coordinator.h"

#include "agent/coordinator/coordinatorcore.h"
#include "agent/coordinator/eventlog.h"

#include <QPromise>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace protocol;
using namespace Qt::StringLiterals;

namespace {

Error notStarted()
{
    return {ErrorCode::Unavailable, u"the coordinator has not started"_s};
}

} // namespace

Coordinator::Coordinator(CoordinatorOptions options, Parts parts)
    : _options(std::move(options))
    , _parts(std::move(parts))
    , _log(std::make_unique<EventLog>())
    , _context(new QObject)
{
    _thread.setObjectName(u"coordinator"_s);
    _log->moveToThread(&_thread);
    _context->moveToThread(&_thread);
    // What lives in the thread dies there, in the order in which it uses one another.
    QObject::connect(&_thread, &QThread::finished, _context, [this] {
        _core.reset();
        _context->deleteLater();
    });
    _thread.start();
}

Coordinator::~Coordinator()
{
    _thread.quit();
    _thread.wait();
}

template <typename T>
QFuture<Result<T>> Coordinator::post(std::function<Result<T>(CoordinatorCore &)> work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QMetaObject::invokeMethod(
        _context,
        [this, promise, work = std::move(work)] {
            promise->addResult(_core ? work(*_core) : Result<T>(notStarted()));
            promise->finish();
        },
        Qt::QueuedConnection);
    return promise->future();
}

template <typename T>
QFuture<Result<T>> Coordinator::postLong(std::function<QFuture<Result<T>>(CoordinatorCore &)> work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    const auto give = [promise](const Result<T> &result) {
        promise->addResult(result);
        promise->finish();
    };
    QMetaObject::invokeMethod(
        _context,
        [this, give, work = std::move(work)] {
            if (_core)
                work(*_core).then(_context, give);
            else
                give(notStarted());
        },
        Qt::QueuedConnection);
    return promise->future();
}

QFuture<Result<void>> Coordinator::start()
{
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    QMetaObject::invokeMethod(
        _context,
        [this, promise] {
            Result<void> done;
            if (auto stores = _parts.openStores()) {
                auto core = std::make_unique<CoordinatorCore>(_options, _parts, *_log, std::move(*stores));
                done = core->start();
                if (done)
                    _core = std::move(core);
            } else {
                done = stores.error();
            }
            promise->addResult(done);
            promise->finish();
        },
        Qt::QueuedConnection);
    return promise->future();
}

void Coordinator::setEngine(const EngineStatus &engine)
{
    std::ignore = post<void>([engine](CoordinatorCore &core) {
        core.watch.setEngine(engine);
        return Result<void>();
    });
}

void Coordinator::announceAgain()
{
    std::ignore = post<void>([](CoordinatorCore &core) {
        core.announceAll();
        return Result<void>();
    });
}

void Coordinator::pulse(std::function<void()> answer)
{
    QMetaObject::invokeMethod(_context, std::move(answer), Qt::QueuedConnection);
}

QFuture<Result<User>> Coordinator::authenticate(const Secret &apiKey)
{
    return post<User>([apiKey](CoordinatorCore &core) { return core.keys.authenticate(apiKey); });
}

QFuture<Result<FleetState>> Coordinator::answer(const User &, const GetFleet &ask)
{
    return post<FleetState>([ask](CoordinatorCore &core) { return core.fleet(ask); });
}

QFuture<Result<FindingPage>> Coordinator::answer(const User &, const ListFindings &ask)
{
    return post<FindingPage>([ask](CoordinatorCore &core) { return core.findings(ask); });
}

QFuture<Result<FindingDetail>> Coordinator::answer(const User &, const GetFinding &ask)
{
    return post<FindingDetail>([ask](CoordinatorCore &core) { return core.finding(ask); });
}

QFuture<Result<JobAccepted>> Coordinator::answer(const User &by, const StartScan &ask)
{
    return post<JobAccepted>([by, ask](CoordinatorCore &core) { return core.startScan(by, ask); });
}

QFuture<Result<Plan>> Coordinator::answer(const User &by, const PlanFix &ask)
{
    return post<Plan>([by, ask](CoordinatorCore &core) { return core.planFix(by, ask); });
}

QFuture<Result<Plan>> Coordinator::answer(const User &by, const PlanDeploy &ask)
{
    return postLong<Plan>([by, ask](CoordinatorCore &core) { return core.planDeploy(by, ask); });
}

QFuture<Result<Plan>> Coordinator::answer(const User &by, const PlanRollback &ask)
{
    return post<Plan>([by, ask](CoordinatorCore &core) { return core.planRollback(by, ask); });
}

QFuture<Result<JobAccepted>> Coordinator::answer(const User &by, const ApplyPlan &ask)
{
    return post<JobAccepted>([by, ask](CoordinatorCore &core) { return core.apply(by, ask); });
}

QFuture<Result<JobPage>> Coordinator::answer(const User &, const ListJobs &ask)
{
    return post<JobPage>([ask](CoordinatorCore &core) { return core.jobs(ask); });
}

QFuture<Result<JobDetail>> Coordinator::answer(const User &, const GetJob &ask)
{
    return post<JobDetail>([ask](CoordinatorCore &core) { return core.job(ask); });
}

QFuture<Result<Done>> Coordinator::answer(const User &by, const CancelJob &ask)
{
    return post<Done>([by, ask](CoordinatorCore &core) -> Result<Done> {
        const auto cancelled = core.outcomes.cancel(by, ask.id);
        if (!cancelled)
            return cancelled.error();
        return Done();
    });
}

QFuture<Result<JobAccepted>> Coordinator::answer(const User &by, const PowerInstance &ask)
{
    return post<JobAccepted>([by, ask](CoordinatorCore &core) { return core.power(by, ask); });
}

QFuture<Result<ImportReply>> Coordinator::answer(const User &by, const ImportExpectations &ask)
{
    return postLong<ImportReply>([by, ask](CoordinatorCore &core) { return core.import(by, ask); });
}

QFuture<Result<FindingsAccepted>> Coordinator::answer(const User &by, const AcceptFindings &ask)
{
    return post<FindingsAccepted>([by, ask](CoordinatorCore &core) { return core.accept(by, ask); });
}

QFuture<Result<RulesChanged>> Coordinator::answer(const User &by, const IgnoreFindings &ask)
{
    return post<RulesChanged>([by, ask](CoordinatorCore &core) { return core.ignore(by, ask); });
}

QFuture<Result<RulePage>> Coordinator::answer(const User &, const ListRules &)
{
    return post<RulePage>([](CoordinatorCore &core) { return core.rules.list(); });
}

QFuture<Result<RulePreview>> Coordinator::answer(const User &, const PreviewRule &ask)
{
    return post<RulePreview>([ask](CoordinatorCore &core) { return core.rules.preview(ask); });
}

QFuture<Result<RulesChanged>> Coordinator::answer(const User &by, const AddRule &ask)
{
    return post<RulesChanged>([by, ask](CoordinatorCore &core) { return core.rules.add(by, ask); });
}

QFuture<Result<RulesChanged>> Coordinator::answer(const User &by, const RemoveRule &ask)
{
    return post<RulesChanged>([by, ask](CoordinatorCore &core) { return core.rules.remove(by, ask); });
}

QFuture<Result<VersionPage>> Coordinator::answer(const User &, const ListVersions &ask)
{
    return post<VersionPage>([ask](CoordinatorCore &core) { return core.expectations.versions(ask); });
}

QFuture<Result<VersionUndone>> Coordinator::answer(const User &by, const UndoVersion &ask)
{
    return post<VersionUndone>([by, ask](CoordinatorCore &core) { return core.undo(by, ask); });
}

QFuture<Result<ExportPart>> Coordinator::answer(const User &, const ExportExpectations &ask)
{
    return post<ExportPart>([ask](CoordinatorCore &core) { return core.expectations.exported(ask); });
}

QFuture<Result<AliasList>> Coordinator::answer(const User &, const ListAliases &)
{
    return post<AliasList>(
        [](CoordinatorCore &core) -> Result<AliasList> { return core.expectations.aliases(); });
}

QFuture<Result<SettingCard>> Coordinator::answer(const User &, const GetSettingCard &ask)
{
    return post<SettingCard>([ask](CoordinatorCore &core) { return core.settingCard(ask); });
}

QFuture<Result<AgentWelcome>> Coordinator::hello(const User &by, const AgentHello &hello)
{
    return post<AgentWelcome>([by, hello](CoordinatorCore &core) { return core.hello(by, hello); });
}

QFuture<Result<HeartbeatReply>> Coordinator::heartbeat(const User &by, const Heartbeat &beat)
{
    return post<HeartbeatReply>([by, beat](CoordinatorCore &core) { return core.heartbeat(by, beat); });
}

QFuture<Result<std::optional<JobId>>> Coordinator::next(const User &by)
{
    return post<std::optional<JobId>>([by](CoordinatorCore &core) { return core.claims.next(by); });
}

QFuture<Result<ClaimedJob>> Coordinator::claim(const User &by, const ClaimRequest &request)
{
    return post<ClaimedJob>([by, request](CoordinatorCore &core) { return core.claim(by, request); });
}

QFuture<Result<RenewReply>> Coordinator::renew(const User &by, const RenewRequest &request)
{
    return post<RenewReply>([by, request](CoordinatorCore &core) { return core.claims.renew(by, request); });
}

QFuture<Result<void>> Coordinator::report(const User &by, const ScanReportPart &part)
{
    return post<void>([by, part](CoordinatorCore &core) { return core.reports.take(by, part); });
}

QFuture<Result<void>> Coordinator::finish(const User &by, const JobResult &result)
{
    return post<void>([by, result](CoordinatorCore &core) { return core.finish(by, result); });
}

QFuture<Result<void>> Coordinator::record(const User &by, const LocalDeed &deed)
{
    return post<void>([by, deed](CoordinatorCore &core) { return core.deeds.record(by, deed); });
}

QFuture<Result<QByteArray>> Coordinator::expectations(const QString &server, const QByteArray &wantedHash)
{
    return post<QByteArray>([server, wantedHash](CoordinatorCore &core) -> Result<QByteArray> {
        if (const auto known = core.checkServer(server); !known)
            return known.error();
        return core.expectations.document(wantedHash);
    });
}

QFuture<Result<void>> Coordinator::putArtifact(const User &by, const QByteArray &sha256, const QString &path)
{
    return postLong<void>(
        [by, sha256, path](CoordinatorCore &core) { return core.putArtifact(by, sha256, path); });
}

QFuture<Result<std::optional<MadeOrder>>> Coordinator::orderMadeWith(const QByteArray &keySha256)
{
    return post<std::optional<MadeOrder>>(
        [keySha256](CoordinatorCore &core) { return core.orderMadeWith(keySha256); });
}

QFuture<Result<void>> Coordinator::remember(const MadeOrder &order)
{
    return post<void>([order](CoordinatorCore &core) { return core.remember(order); });
}

QFuture<Result<QString>> Coordinator::locateArtifact(const QByteArray &sha256)
{
    return postLong<QString>([sha256](CoordinatorCore &core) { return core.artifacts->fetch(sha256); });
}

qint64 Coordinator::subscribe(QObject *context, std::function<void(const Event &)> receive)
{
    return _log->subscribe(context, std::move(receive));
}

void Coordinator::watchJobs(QObject *context, const QString &server, std::function<void()> wake)
{
    _log->watchJobs(context, server, std::move(wake));
}

} // namespace archivesmp::agent::coordinator
