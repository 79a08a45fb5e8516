// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/workshop.h"

#include "agent/amp/ampclient.h"
#include "agent/deployments/backupretention.h"
#include "agent/deployments/changework.h"
#include "agent/feed/pollingfeed.h"
#include "agent/fleetsealer.h"
#include "agent/instances/instancediscovery.h"
#include "agent/instances/instancepower.h"
#include "agent/jobs/heartbeats.h"
#include "agent/jobs/powerwork.h"
#include "agent/jobs/rescannedwork.h"
#include "agent/jobs/scanreader.h"
#include "agent/jobs/scanwork.h"
#include "agent/jobs/worker.h"
#include "agent/ownserver/feedalarms.h"

#include <QLoggingCategory>
#include <QThreadPool>
#include <QUuid>

namespace archivesmp::agent {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcWorkshop, "archivesmp.workshop", QtInfoMsg)

constexpr int journalDays = 30;

instances::PowerTimes powerTimes(const settings::Durations &durations)
{
    return {durations.stopTimeout, durations.healthDeadline, durations.ampPoll};
}

jobs::WorkerSettings workerSettings(const settings::AgentSettings &settings, const QString &bootId)
{
    return {settings.physicalServer,
            bootId,
            settings.durations.renew,
            {settings.durations.retryBase, settings.durations.retryCap}};
}

feed::PollingFeed::Pace pollingPace(const settings::Durations &durations)
{
    feed::PollingFeed::Pace pace;
    pace.wait = std::chrono::duration_cast<std::chrono::seconds>(durations.poll);
    pace.retry = {durations.retryBase, durations.poll};
    return pace;
}

// While Redis brings the hints the host is still asked now and then: a feed that is silent may be broken.
feed::PollingFeed::Pace quietPace(const settings::Durations &durations)
{
    feed::PollingFeed::Pace pace = pollingPace(durations);
    pace.wait = std::chrono::seconds(0);
    pace.pause = durations.poll * 6;
    return pace;
}

} // namespace

// The objects of the workshop's thread, in the order in which they need each other.
class Bench final
{
public:
    explicit Bench(const Workshop::Parts &parts)
        : _settings(parts.settings)
        , _bootId(QUuid::createUuid().toString(QUuid::WithoutBraces))
        , _host(parts.makeHost())
        , _panel({_settings.amp.url, _settings.amp.username, _settings.amp.password}, parts.clock)
        , _discovery(_panel, parts.clock, _pool, _settings.physicalServer, _settings.instancesRoot)
        , _power(_panel, parts.clock, powerTimes(_settings.durations))
        , _expectations(*_host, _pool, _settings.stateFolder + u"/expectations.json"_s)
        , _reader(_settings.instancesRoot, _settings.stateFolder + u"/scan-cache"_s, parts.clock)
        , _journals(_settings.stateFolder + u"/journal"_s)
        , _spool(_settings.stateFolder + u"/spool"_s)
        , _gate(_panel, parts.clock,
                {_settings.durations.healthMinimum, _settings.durations.healthDeadline,
                 _settings.durations.ampPoll})
        , _archives({*_host, _pool, _facts, _sealer, _settings.stateFolder + u"/archives"_s})
        , _transaction({_power, _gate, _journals, _reader, parts.clock, _pool, _settings.instancesRoot})
        , _retention(_journals, parts.clock, _pool, _settings.instancesRoot,
                     {_settings.backups.keep, _settings.backups.days})
        , _worker(*_host, parts.clock, _journals, _spool, makeWorks(parts.clock),
                  workerSettings(_settings, _bootId))
        , _poll(*_host, pollingPace(_settings.durations))
        , _feeds(parts.makeFeeds ? parts.makeFeeds() : std::vector<std::unique_ptr<jobs::JobFeed>>())
        , _alarms(*_host, parts.clock, _settings.physicalServer, _settings.stateFolder + u"/alarms"_s,
                  {_settings.durations.retryBase, _settings.durations.retryCap})
        , _heartbeats(*_host, _discovery, _facts,
                      {_settings.physicalServer, _bootId, QStringLiteral(ARCHIVESMP_VERSION),
                       _worker.jobTypes(), _settings.durations.heartbeat, _settings.durations.discovery})
    {
        _transaction.setArchives(&_archives);
        if (parts.log != nullptr && parts.sealer != nullptr)
            makeOwn(parts);
        _worker.addFeed(_poll);
        for (const auto &feed : _feeds)
            _worker.addFeed(*feed);
    }

    // Work on the pool refers to what goes with this.
    ~Bench() { _pool.waitForDone(); }
    Q_DISABLE_COPY_MOVE(Bench)

    void connectTo(Workshop *workshop)
    {
        QObject::connect(&_heartbeats, &jobs::Heartbeats::cancelRequested, &_worker, &jobs::Worker::cancel);
        QObject::connect(&_heartbeats, &jobs::Heartbeats::hostStateChanged, workshop,
                         &Workshop::hostStateChanged);
        QObject::connect(&_heartbeats, &jobs::Heartbeats::welcomed, &_heartbeats,
                         [this] { _alarms.hostWelcomed(); });
        QObject::connect(&_worker, &jobs::Worker::jobEnded, &_heartbeats, &jobs::Heartbeats::refresh);
        QObject::connect(&_worker, &jobs::Worker::jobEnded, &_worker,
                         [this](const JobId &, domain::JobStatus status) {
                             if (status == domain::JobStatus::Completed)
                                 _retention.prune();
                         });
        QObject::connect(&_worker, &jobs::Worker::drained, &_worker, [this, workshop] {
            _workerDrained = true;
            tellDrained(workshop);
        });
        if (_own) {
            QObject::connect(&_own->work(), &ownserver::LocalWork::ended, &_worker,
                             [this, workshop] { tellDrained(workshop); });
        }
        for (const auto &feed : _feeds) {
            QObject::connect(&_heartbeats, &jobs::Heartbeats::welcomed, feed.get(), &jobs::JobFeed::setFleet);
            QObject::connect(feed.get(), &jobs::JobFeed::stateChanged, workshop, &Workshop::feedStateChanged);
            QObject::connect(feed.get(), &jobs::JobFeed::entryRefused, &_heartbeats,
                             [this](const QString &excerpt, const QString &reason, const QString &entry) {
                                 _alarms.entryRefused(entry, excerpt, reason);
                             });
            QObject::connect(feed.get(), &jobs::JobFeed::foreignEntryFound, &_heartbeats,
                             [this](const QString &fleetId) { _alarms.foreignEntryFound(fleetId); });
            QObject::connect(
                feed.get(), &jobs::JobFeed::stateChanged, &_poll, [this](bool up, const QString &reason) {
                    _poll.setPace(up ? quietPace(_settings.durations) : pollingPace(_settings.durations));
                    if (!up)
                        qCWarning(lcWorkshop).noquote() << "jobs come by the long poll:" << reason;
                });
        }
    }

    void start()
    {
        _journals.prune(journalDays);
        _retention.prune();
        _heartbeats.start();
        _worker.start();
        qCInfo(lcWorkshop).noquote() << "working for" << _settings.physicalServer
                                     << u"instances="_s + _settings.instancesRoot;
    }

    void drain()
    {
        if (_own)
            _own->work().drain();
        _worker.drain();
    }

    [[nodiscard]] ownserver::OwnServerCore *own() { return _own.get(); }

private:
    void tellDrained(Workshop *workshop)
    {
        if (_workerDrained && (!_own || _own->jobs().isIdle()))
            Q_EMIT workshop->drained();
    }

    void makeOwn(const Workshop::Parts &parts)
    {
        domain::PhysicalServer server;
        server.name = _settings.physicalServer;
        server.role = _settings.role;
        server.ampUrl = _settings.amp.url.toString();
        server.agentVersion = QStringLiteral(ARCHIVESMP_VERSION);
        const ownserver::LocalWork::Parts work{parts.clock,     _pool,   _facts,
                                               _expectations,   _reader, _journals,
                                               _worker.turns(), _power,  _settings.instancesRoot};
        _own = std::make_unique<ownserver::OwnServerCore>(
            ownserver::OwnServerCore::Parts{work,
                                            *_host,
                                            _facts,
                                            *parts.sealer,
                                            *parts.log,
                                            {server, _settings.redis ? u"Redis"_s : u"long poll"_s},
                                            {_settings.durations.retryBase, _settings.durations.retryCap},
                                            _settings.stateFolder});
        connectOwn();
    }

    void connectOwn()
    {
        ownserver::OwnServerCore *const own = _own.get();
        QObject::connect(&_heartbeats, &jobs::Heartbeats::instancesFound, own,
                         [own](const QList<domain::Instance> &instances, const QString &ampError) {
                             own->picture().seeInstances(instances, ampError);
                         });
        QObject::connect(
            &_heartbeats, &jobs::Heartbeats::hostStateChanged, own,
            [own](bool reachable, const QString &reason) { own->picture().seeHost(reachable, reason); });
        QObject::connect(&_heartbeats, &jobs::Heartbeats::welcomed, own,
                         &ownserver::OwnServerCore::hostWelcomed);
        QObject::connect(&_heartbeats, &jobs::Heartbeats::answered, own,
                         &ownserver::OwnServerCore::hostAnswered);
        QObject::connect(&_worker, &jobs::Worker::resultMade, own,
                         [own](const domain::Job &job, const protocol::JobResult &result) {
                             if (!result.plugins.isEmpty())
                                 own->picture().takePlugins({job.server, job.instance}, result.plugins);
                             if (result.instance)
                                 own->picture().takeInstance(*result.instance);
                         });
        QObject::connect(&own->work(), &ownserver::LocalWork::instanceTouched, &_heartbeats,
                         &jobs::Heartbeats::refresh);
    }

    jobs::WorkByType makeWorks(const Clock &clock)
    {
        auto scan = std::make_unique<jobs::ScanWork>(
            *_host, _facts, _expectations, _reader, _pool, _settings.instancesRoot,
            Backoff::Limits{_settings.durations.retryBase, _settings.durations.retryCap});
        scan->tell([this](const domain::DriftReport &report) {
            if (_own)
                _own->picture().takeReport(report);
        });
        const auto rescanned = [&scan](std::unique_ptr<jobs::JobWork> work) {
            return std::make_unique<jobs::RescannedWork>(std::move(work), *scan);
        };
        jobs::WorkByType works;
        works[domain::JobType::PluginDeploy] = rescanned(std::make_unique<deployments::DeployWork>(
            _transaction, *_host, _settings.stateFolder + u"/downloads"_s));
        works[domain::JobType::ConfigUpdate]
            = rescanned(std::make_unique<deployments::ConfigUpdateWork>(_transaction));
        works[domain::JobType::Rollback]
            = rescanned(std::make_unique<deployments::RollbackWork>(_transaction));
        works[domain::JobType::DriftScan] = std::move(scan);
        works[domain::JobType::Evaluate] = std::make_unique<jobs::ScanWork>(
            *_host, _facts, _expectations, _reader, _pool, _settings.instancesRoot,
            Backoff::Limits{_settings.durations.retryBase, _settings.durations.retryCap});
        works[domain::JobType::InstancePower] = std::make_unique<jobs::PowerWork>(_power, clock);
        works[domain::JobType::HealthCheck] = std::make_unique<jobs::HealthWork>(_power, clock);
        return works;
    }

    const settings::AgentSettings &_settings;
    const QString _bootId;
    QThreadPool _pool; // blocking work: hashing, copying, scanning
    std::unique_ptr<jobs::HostApi> _host;
    jobs::FleetFacts _facts;
    amp::AmpClient _panel;
    instances::InstanceDiscovery _discovery;
    instances::InstancePower _power;
    jobs::ExpectationsCache _expectations;
    jobs::ScanReader _reader;
    jobs::JournalFolder _journals;
    jobs::ResultSpool _spool;
    deployments::HealthGate _gate;
    FleetSealer _sealer;
    deployments::BackupArchives _archives;
    deployments::ChangeTransaction _transaction;
    deployments::BackupRetention _retention;
    jobs::Worker _worker;
    feed::PollingFeed _poll;
    std::vector<std::unique_ptr<jobs::JobFeed>> _feeds;
    ownserver::FeedAlarms _alarms;
    jobs::Heartbeats _heartbeats;
    std::unique_ptr<ownserver::OwnServerCore> _own; // on a client
    bool _workerDrained = false;
};

Workshop::Workshop(Parts parts, QObject *parent)
    : QObject(parent)
    , _parts(std::move(parts))
    , _context(new QObject)
{
    _thread.setObjectName(u"workshop"_s);
    _context->moveToThread(&_thread);
    connect(&_thread, &QThread::finished, _context, [this] { _bench.reset(); });
    connect(&_thread, &QThread::finished, _context, &QObject::deleteLater);
}

Workshop::~Workshop()
{
    if (!_thread.isRunning()) {
        delete _context;
        return;
    }
    _thread.quit();
    _thread.wait();
}

void Workshop::start()
{
    _thread.start();
    QMetaObject::invokeMethod(_context, [this] {
        _bench = std::make_unique<Bench>(_parts);
        _bench->connectTo(this);
        _bench->start();
    });
}

void Workshop::use(const ownserver::OwnServer::Use &use)
{
    QMetaObject::invokeMethod(
        _context, [this, use] { use(_bench ? _bench->own() : nullptr); }, Qt::QueuedConnection);
}

void Workshop::drain()
{
    QMetaObject::invokeMethod(_context, [this] {
        if (_bench)
            _bench->drain();
    });
}

void Workshop::pulse(std::function<void()> answer)
{
    QMetaObject::invokeMethod(_context, std::move(answer), Qt::QueuedConnection);
}

} // namespace archivesmp::agent
