// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/coordinatorcore.h"

#include "agent/coordinator/reasoncheck.h"

#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcCoordinator, "archivesmp.coordinator", QtInfoMsg)

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {
constexpr int daysOfOrders = 7;
}

CoordinatorCore::CoordinatorCore(const CoordinatorOptions &options, const Coordinator::Parts &parts,
                                 EventLog &log, std::unique_ptr<Stores> stores)
    : _options(options)
    , _parts(parts)
    , _stores(std::move(stores))
    , _workspace{options, parts.clock, *_stores, log}
    , leases(parts.clock, options.lease)
    , watch(_workspace)
    , inventory(_workspace, watch)
    , intake(_workspace)
    , claims(_workspace, leases,
             [this](const QString &server) { return _told.value(server) == expectations.hash(); })
    , outcomes(_workspace, leases)
    , reports(_workspace, reportJudges())
    , deeds(_workspace)
    , keys(_stores->keys(), parts.clock)
    , expectations(_workspace, parts.sealer)
    , rules(_workspace,
            [this](Changes &changes, const User &by, const QString &reason, const QList<Rule> &comparing) {
                return reviseRules(changes, by, reason, comparing);
            })
    , artifacts(parts.makeArtifacts())
    , _makeAnnouncer(parts.makeAnnouncer)
    , _evaluations(_workspace, intake)
    , _collisions(
          _workspace, [this] { return rules.comparisonRules(); },
          [this](QList<Finding> &findings) { rules.judge(findings); })
    , _cards(_workspace, expectations)
    , _planner(_workspace, watch, inventory,
               [this](const QString &plugin, const SecretFingerprint &print) {
                   return expectations.findSecret(plugin, print);
               })
    , _plans(parts.clock, options.planAge)
    , _dispatcher(_workspace, claims)
    , _schedule(_workspace, [this] { return startScheduledScan(); })
{
    connectJudges();
    connect(&_timer, &QTimer::timeout, this, &CoordinatorCore::reconcile);
}

ScanReports::Judges CoordinatorCore::reportJudges()
{
    return {
        [this](QList<Finding> &findings) { rules.judge(findings); },
        [this](const QByteArray &hash) { return hash == expectations.hash(); },
        [this] { return expectations.version(); },
        [this](Changes &changes, const InstanceRef &instance, const QStringList &plugins) -> Result<void> {
            const auto jobs = _evaluations.again(changes, instance, plugins);
            return jobs ? Result<void>() : jobs.error();
        },
        [this](Changes &changes) { return _collisions.update(changes); }};
}

Result<void> CoordinatorCore::start()
{
    if (const auto started = watch.start(); !started)
        return started;
    if (const auto started = expectations.start(); !started)
        return started;
    if (const auto started = startJudging(); !started)
        return started;
    if (_makeAnnouncer) {
        _announcer = _makeAnnouncer(expectations.fleetId());
        _dispatcher.announceThrough(_announcer.get());
    }
    for (const auto &[engine, kind] :
         {std::pair(u"storage"_s, _stores->kind()), std::pair(u"delivery"_s, _options.deliveryKind),
          std::pair(u"artifacts"_s, _options.artifactsKind)}) {
        if (!kind.isEmpty())
            watch.setEngine({_options.server, engine, kind, true, {}});
    }
    _timer.start(_options.reconcile);
    reconcile();
    return {};
}

void CoordinatorCore::reconcile()
{
    Result<void> done = outcomes.expireLeases();
    if (done)
        done = watch.look();
    if (done)
        done = watch.tellAges();
    if (done)
        done = _schedule.look(expectations.hasExpectations());
    if (done)
        done = rules.look();
    if (done)
        done = _dispatcher.dispatch();
    watch.setEngine({_options.server, u"storage"_s, _stores->kind(), done.has_value(),
                     done ? QString() : done.error().message});
    if (!done)
        qCWarning(lcCoordinator).noquote() << "not reconciled:" << archivesmp::describe(done.error());
}

void CoordinatorCore::announceAll()
{
    _dispatcher.forget();
    soonDispatch();
}

void CoordinatorCore::soonDispatch()
{
    if (_dispatchSoon)
        return;
    _dispatchSoon = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            _dispatchSoon = false;
            if (const auto done = _dispatcher.dispatch(); !done)
                qCWarning(lcCoordinator).noquote() << archivesmp::describe(done.error());
        },
        Qt::QueuedConnection);
}

Result<protocol::JobAccepted> CoordinatorCore::accept(const User &by, const JobIntake::Order &order)
{
    const auto job = intake.submit(by, order);
    if (!job)
        return job.error();
    soonDispatch();
    return protocol::JobAccepted{*job};
}

// Where all are asked for, those that cannot answer now are left out.
Result<QList<Job>> CoordinatorCore::scanTargets(const protocol::StartScan &ask)
{
    QList<Job> targets;
    for (const QString &text : ask.instances) {
        const auto instance = inventory.resolve(text);
        if (!instance)
            return instance.error();
        if (!ask.server.isEmpty() && instance->ref.server != ask.server)
            return Error{ErrorCode::InvalidArgument, text + u" is not on "_s + ask.server};
        Job job;
        job.server = instance->ref.server;
        job.instance = instance->ref.name;
        targets.append(job);
    }
    if (!ask.instances.isEmpty())
        return targets;
    const auto servers = watch.servers(ask.server);
    if (!servers)
        return servers.error();
    for (const PhysicalServer &server : *servers) {
        const bool isThere = server.state == ServerState::Online || server.state == ServerState::Degraded;
        if (!isThere && ask.server.isEmpty())
            continue;
        Job job;
        job.server = server.name;
        targets.append(job);
    }
    if (targets.isEmpty())
        return Error{ErrorCode::Unavailable, u"no server is online"_s};
    return targets;
}

Result<protocol::JobAccepted> CoordinatorCore::startScan(const User &by, const protocol::StartScan &ask)
{
    if (const auto known = checkServer(ask.server); !known)
        return known.error();
    const auto targets = scanTargets(ask);
    if (!targets)
        return targets.error();
    JobIntake::Order order;
    order.type = JobType::DriftScan;
    order.title = u"Scan "_s + (ask.server.isEmpty() ? u"all servers"_s : ask.server);
    order.jobs = *targets;
    return accept(by, order);
}

Result<void> CoordinatorCore::startScheduledScan()
{
    const auto started = startScan(User{ScanSchedule::userName, UserRole::Operator, {}}, {});
    return started ? Result<void>() : started.error();
}

Result<protocol::JobAccepted> CoordinatorCore::power(const User &by, const protocol::PowerInstance &ask)
{
    const auto instance = inventory.resolve(ask.instance);
    if (!instance)
        return instance.error();
    JobIntake::Order order;
    order.type = JobType::InstancePower;
    order.title = nameOf(ask.action) + u' ' + instance->ref.toString();
    Job job;
    job.server = instance->ref.server;
    job.instance = instance->ref.name;
    job.payload = PowerPayload{ask.action};
    order.jobs = {job};
    return accept(by, order);
}

Result<Plan> CoordinatorCore::planFix(const User &by, const protocol::PlanFix &ask)
{
    return _plans.show(by.name, [this, ask] { return _planner.fix(ask); });
}

Result<Plan> CoordinatorCore::planRollback(const User &by, const protocol::PlanRollback &ask)
{
    return _plans.show(by.name, [this, ask] { return _planner.rollback(ask); });
}

// The JAR is named by its hash: what it says of itself stays true when the plan is made again.
QFuture<Result<Plan>> CoordinatorCore::planDeploy(const User &by, const protocol::PlanDeploy &ask)
{
    return artifacts->fetch(ask.artifact)
        .then(this, [this, by, ask](const Result<QString> &path) -> Result<Plan> {
            if (!path)
                return path.error().atField(u"artifact"_s);
            const auto description = _parts.describeJar(*path);
            if (!description)
                return description.error();
            const StoredJar jar{ask.artifact, QFileInfo(*path).size(), *description};
            return _plans.show(by.name, [this, ask, jar] { return _planner.deploy(ask, jar); });
        });
}

Result<protocol::JobAccepted> CoordinatorCore::apply(const User &by, const protocol::ApplyPlan &ask)
{
    JobIntake::Order order;
    order.plan = ask.plan;
    order.reason = ask.reason.trimmed();
    if (!order.reason.isEmpty()) {
        if (const auto fits = checkReason(order.reason); !fits)
            return fits.error();
    }
    if (!ask.idempotencyKey.isEmpty())
        order.idempotencyKey = by.name + u':' + ask.idempotencyKey;
    // The fleet changes with the plan's own jobs: a repeated request is answered before it is checked again.
    const auto before = intake.madeBefore(order);
    if (!before)
        return before.error();
    if (*before)
        return protocol::JobAccepted{**before};
    const auto plan = _plans.confirm(ask.plan);
    if (!plan)
        return plan.error();
    order.type = plan->type;
    order.title = plan->title;
    order.plugin = plan->plugin;
    order.pluginVersion = plan->pluginVersion;
    for (const PlanTarget &target : plan->targets) {
        Job job;
        job.server = target.instance.server;
        job.instance = target.instance.name;
        job.wave = target.wave;
        job.payload = target.payload;
        order.jobs.append(job);
    }
    return accept(by, order);
}

Result<protocol::AgentWelcome> CoordinatorCore::hello(const User &by, const protocol::AgentHello &hello)
{
    if (const auto done = inventory.hello(by, hello); !done)
        return done.error();
    toldOfExpectations(by.server);
    soonDispatch();
    protocol::AgentWelcome welcome;
    welcome.fleetId = expectations.fleetId();
    welcome.fleetKey = expectations.fleetKey();
    welcome.lease = std::chrono::ceil<std::chrono::seconds>(_options.lease);
    welcome.heartbeat = std::chrono::ceil<std::chrono::seconds>(_options.heartbeat);
    welcome.expectationsHash = expectations.hash();
    return welcome;
}

void CoordinatorCore::toldOfExpectations(const QString &server)
{
    if (_told.value(server) == expectations.hash())
        return;
    _told.insert(server, expectations.hash());
    soonDispatch(); // scans may have waited for it
}

Result<protocol::HeartbeatReply> CoordinatorCore::heartbeat(const User &by, const protocol::Heartbeat &beat)
{
    if (const auto done = inventory.heartbeat(by, beat); !done)
        return done.error();
    const auto held = _stores->jobs().held(by.server);
    if (!held)
        return held.error();
    toldOfExpectations(by.server);
    protocol::HeartbeatReply reply{expectations.hash(), {}};
    if (by.server != _options.server) {
        const auto snapshot = keys.snapshot(expectations.fleetKey());
        if (!snapshot)
            return snapshot.error();
        reply.keys = *snapshot;
    }
    for (const JobRecord &record : *held) {
        if (record.job.cancelRequested)
            reply.cancelRequested.append(record.job.id);
    }
    return reply;
}

Result<protocol::ClaimedJob> CoordinatorCore::claim(const User &by, const protocol::ClaimRequest &request)
{
    const auto job = claims.claim(by, request);
    if (!job)
        return job.error();
    auto secrets = expectations.secretsFor(*job);
    if (!secrets)
        return secrets.error();
    return protocol::ClaimedJob{*job, std::chrono::ceil<std::chrono::seconds>(_options.lease),
                                expectations.hash(), *secrets};
}

Result<void> CoordinatorCore::finish(const User &by, const protocol::JobResult &result)
{
    const auto ended = outcomes.finish(by, result);
    if (!ended)
        return ended.error();
    if (*ended) {
        reports.forget(result.job);
        if (_announcer)
            _announcer->announceResult(**ended);
        soonDispatch();
    }
    return {};
}

QFuture<Result<void>> CoordinatorCore::putArtifact(const User &by, const QByteArray &sha256,
                                                   const QString &path)
{
    return artifacts->put(sha256, path).then(this, [this, by, sha256, path](const Result<void> &put) {
        const qint64 size = QFileInfo(path).size();
        QFile::remove(path);
        return put ? _stores->artifacts().add(sha256, size, by.name, _parts.clock.now()) : put;
    });
}

Result<std::optional<MadeOrder>> CoordinatorCore::orderMadeWith(const QByteArray &keySha256)
{
    return _stores->orders().find(keySha256);
}

Result<void> CoordinatorCore::remember(const MadeOrder &order)
{
    const QDateTime now = _parts.clock.now();
    return _stores->transaction([&]() -> Result<void> {
        OrderStore &orders = _stores->orders();
        const auto forgotten = orders.forgetBefore(now.addDays(-daysOfOrders));
        return forgotten ? orders.add(order, now) : forgotten;
    });
}

} // namespace archivesmp::agent::coordinator
