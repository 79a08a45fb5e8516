// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/coordinator.h"

#include "agent/artifacts/folderartifactstore.h"
#include "agent/coordinator/apikeys.h"
#include "agent/coordinator/jobannouncer.h"
#include "common/protocol/keysnapshot.h"
#include "tests/agent/coordinator/fakesealer.h"
#include "tests/agent/storage/testdatabase.h"
#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace archivesmp::agent::coordinator;
using namespace Qt::StringLiterals;

// The whole coordinator in its thread, as the doors use it.
class TestCoordinator final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _folder = std::make_unique<QTemporaryDir>();
        _database = std::make_unique<tests::TestDatabase>();
        PhysicalServer hetzner;
        hetzner.name = u"hetzner"_s;
        hetzner.role = ServerRole::Host;
        PhysicalServer client;
        client.name = u"ovh"_s;
        _options.servers = {hetzner, client};
        _options.server = u"hetzner"_s;
        _options.deliveryKind = u"long poll"_s;
        _options.artifactsKind = u"folder"_s;
        start();
    }
    void cleanup()
    {
        _coordinator.reset();
        _database.reset();
        _folder.reset();
    }

    void beforeTheStartEverythingIsUnavailable()
    {
        Coordinator idle(_options, parts());

        QCOMPARE(wait(idle.answer(jane, protocol::GetFleet())).error().code, ErrorCode::Unavailable);
    }

    void aStorageThatCannotBeOpenedFailsTheStart()
    {
        auto broken = parts();
        broken.openStores = [] {
            return Result<std::unique_ptr<Stores>>(Error{ErrorCode::Unavailable, u"no database"_s});
        };
        Coordinator idle(_options, broken);

        QCOMPARE(wait(idle.start()).error().message, u"no database"_s);
    }

    void whatWasMadeOfAnOrderIsRememberedOverARestart()
    {
        const MadeOrder order{QByteArray(32, 'k'), QByteArray(32, 'b'), JobId(u"job-1"_s)};
        QVERIFY(!*wait(_coordinator->orderMadeWith(order.keySha256)));
        QVERIFY(wait(_coordinator->remember(order)));

        start();

        QCOMPARE(*wait(_coordinator->orderMadeWith(order.keySha256)), std::optional(order));
    }

    void oldOrdersAreForgotten()
    {
        const auto stores = agent::storage::SqlStores::open(_database->options());
        OrderStore &orders = (*stores)->orders();
        const QDateTime now = _clock.now();
        const MadeOrder order{QByteArray(32, 'k'), QByteArray(32, 'b'), JobId(u"job-1"_s)};
        QVERIFY(orders.add(order, now));
        QVERIFY(!orders.add(order, now));

        QVERIFY(orders.forgetBefore(now.addDays(-7)));
        QCOMPARE(*orders.find(order.keySha256), std::optional(order));
        QVERIFY(orders.forgetBefore(now.addDays(1)));
        QVERIFY(!*orders.find(order.keySha256));
    }

    void theFleetIsWhatItsAgentsReport()
    {
        QVERIFY(bringUp(ovh, {u"BENT01"_s}));

        const auto fleet = wait(_coordinator->answer(jane, protocol::GetFleet()));

        QCOMPARE(fleet->servers.size(), 2);
        QCOMPARE(fleet->servers.last().state, ServerState::Online);
        QCOMPARE(fleet->instances.size(), 1);
        QCOMPARE(fleet->engines.size(), 3);
        QVERIFY(fleet->sequence > 0);
        QVERIFY(!fleet->hasExpectations);
        QCOMPARE(wait(_coordinator->answer(jane, protocol::GetFleet{u"ALL"_s})).error().code,
                 ErrorCode::InvalidArgument);
    }

    void aScanGoesFromTheRequestToTheFindings()
    {
        QVERIFY(bringUp(ovh, {u"BENT01"_s}));
        QList<protocol::Event> events;
        QObject context;
        _coordinator->subscribe(&context, [&](const protocol::Event &event) { events.append(event); });
        bool rang = false;
        _coordinator->watchJobs(&context, u"ovh"_s, [&] { rang = true; });

        const auto accepted = wait(_coordinator->answer(jane, protocol::StartScan()));
        QTRY_VERIFY(rang);
        QCOMPARE(**wait(_coordinator->next(ovh)), accepted->job);
        const auto claimed = claim(accepted->job);
        QCOMPARE(claimed->lease, std::chrono::seconds(60));
        protocol::ScanReportPart part;
        part.job = accepted->job;
        part.fence = claimed->job.fence;
        part.report.instance = {u"ovh"_s, u"BENT01"_s};
        Finding finding;
        finding.plugin = u"Essentials"_s;
        finding.key = KeyPath({"a"});
        part.report.findings = {finding};
        QVERIFY(wait(_coordinator->report(ovh, part)));
        QVERIFY(wait(_coordinator->finish(ovh, {accepted->job, 1, 1})));

        const auto page = wait(_coordinator->answer(jane, protocol::ListFindings()));
        QCOMPARE(page->total, 1);
        QVERIFY(wait(_coordinator->answer(jane, protocol::GetFinding{page->findings.first().id})));
        QCOMPARE(wait(_coordinator->answer(jane, protocol::GetJob{accepted->job}))->job.status,
                 JobStatus::Completed);
        QTRY_VERIFY(events.size() > 5);
        for (qsizetype i = 1; i < events.size(); ++i)
            QCOMPARE(events.at(i).sequence, events.at(i - 1).sequence + 1);
    }

    void aScanOfAllLeavesOutServersThatAreAway()
    {
        QCOMPARE(wait(_coordinator->answer(jane, protocol::StartScan())).error().code,
                 ErrorCode::Unavailable);
        QVERIFY(bringUp(ovh, {u"BENT01"_s}));

        const auto accepted = wait(_coordinator->answer(jane, protocol::StartScan()));

        QCOMPARE(wait(_coordinator->answer(jane, protocol::GetJob{accepted->job}))->job.server, u"ovh"_s);
    }

    void aDeployGoesFromTheUploadToTheRollback()
    {
        QVERIFY(bringUp(ovh, {u"BENT01"_s, u"EVO01"_s}));
        const QByteArray hash = upload("the new jar");

        const auto plan = wait(_coordinator->answer(
            jane,
            protocol::PlanDeploy{u"CoreProtect"_s, {}, hash, u"CoreProtect-22.4.jar"_s, {u"BENT01"_s}}));
        QCOMPARE(plan->targets.size(), 1);
        QCOMPARE(plan->pluginVersion, u"22.4"_s);
        const auto applied
            = wait(_coordinator->answer(jane, protocol::ApplyPlan{plan->id, u"k1"_s, u"it lost blocks"_s}));
        const auto ordered = wait(_coordinator->answer(jane, protocol::GetJob{applied->job}));
        QCOMPARE(ordered->events.first().text, u"jane ordered it: it lost blocks"_s);
        const auto claimed = claim(applied->job);
        QCOMPARE(std::get<DeployPayload>(claimed->job.payload).size, 11);
        QVERIFY(QFile::exists(*wait(_coordinator->locateArtifact(hash))));
        protocol::JobResult result{applied->job, 1, 1};
        result.backup = R"({"id":"b1","files":[]})";
        QVERIFY(wait(_coordinator->finish(ovh, result)));

        // The answer to a repeated request is the same, although the plan would be another one by now.
        QCOMPARE(wait(_coordinator->answer(jane, protocol::ApplyPlan{plan->id, u"k1"_s}))->job, applied->job);
        const protocol::ApplyPlan tooLong{plan->id, u"k3"_s, QString(2001, u'x')};
        QCOMPARE(wait(_coordinator->answer(jane, tooLong)).error().code, ErrorCode::LimitExceeded);
        const auto back = wait(_coordinator->answer(jane, protocol::PlanRollback{applied->job}));
        QCOMPARE(back->targets.first().blocker, QString());
        const auto undone = wait(_coordinator->answer(jane, protocol::ApplyPlan{back->id, u"k2"_s}));
        QVERIFY(claim(undone->job));
        QVERIFY(wait(_coordinator->finish(ovh, {undone->job, 1, 1})));
        QCOMPARE(wait(_coordinator->answer(jane, protocol::GetJob{applied->job}))->job.status,
                 JobStatus::RolledBack);
        QCOMPARE(wait(_coordinator->answer(jane, protocol::ListJobs()))->jobs.size(), 2);
    }

    // B44
    void b44AKeyUsedForAnotherPlanIsAConflict()
    {
        QVERIFY(bringUp(ovh, {u"BENT01"_s, u"EVO01"_s}));
        const QByteArray hash = upload("the new jar");
        const auto planFor = [&](const QString &instance) {
            return wait(_coordinator->answer(
                jane, protocol::PlanDeploy{u"CoreProtect"_s, {}, hash, u"C.jar"_s, {instance}}));
        };
        const auto first = planFor(u"BENT01"_s);
        const auto second = planFor(u"EVO01"_s);
        QVERIFY(wait(_coordinator->answer(jane, protocol::ApplyPlan{first->id, u"k"_s})));

        QCOMPARE(wait(_coordinator->answer(jane, protocol::ApplyPlan{second->id, u"k"_s})).error().code,
                 ErrorCode::Conflict);
        const User joe{u"joe"_s, UserRole::Operator, {}};
        QVERIFY(wait(_coordinator->answer(joe, protocol::ApplyPlan{second->id, u"k"_s})));
    }

    void aDeployOfWhatTheHostDoesNotHoldIsNotFound()
    {
        QVERIFY(bringUp(ovh, {u"BENT01"_s}));

        const auto plan = wait(_coordinator->answer(
            jane,
            protocol::PlanDeploy{u"CoreProtect"_s, {}, QByteArray(32, 'x'), u"C.jar"_s, {u"BENT01"_s}}));

        QCOMPARE(plan.error().code, ErrorCode::NotFound);
    }

    void aRunningJobsCancelTravelsWithTheHeartbeat()
    {
        QVERIFY(bringUp(ovh, {u"BENT01"_s}));
        const auto power
            = wait(_coordinator->answer(jane, protocol::PowerInstance{u"BENT01"_s, PowerAction::Stop}));
        QVERIFY(claim(power->job));

        QVERIFY(wait(_coordinator->answer(jane, protocol::CancelJob{power->job})));

        QCOMPARE(beat(ovh, {u"BENT01"_s})->cancelRequested, QList<JobId>{power->job});
    }

    void anImportReachesTheAgentsByItsHash()
    {
        const QByteArray hash = upload(R"({"Essentials": {"a": 5}})");
        protocol::ImportExpectations import;
        import.files = {{ protocol::ImportFile::Content::Universal, Platform::Paper, u"u.json"_s, hash }};
        import.dryRun = false;

        const auto reply = wait(_coordinator->answer(jane, import));

        QVERIFY(reply->accepted);
        const auto welcome = bringUp(ovh, {u"BENT01"_s});
        QCOMPARE(welcome->fleetKey.reveal().size(), 32);
        QCOMPARE(beat(ovh, {u"BENT01"_s})->expectationsHash, welcome->expectationsHash);
        const auto document = wait(_coordinator->expectations(u"ovh"_s, welcome->expectationsHash));
        QCOMPARE(QCryptographicHash::hash(*document, QCryptographicHash::Sha256), welcome->expectationsHash);
        QVERIFY(wait(_coordinator->answer(jane, protocol::GetFleet()))->hasExpectations);
    }

    void whatWasImportedStaysInNoStore_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("stays");
        QTest::newRow("expectations") << QByteArray(R"({"Essentials": {"password": "s3cret"}})") << false;
        QTest::newRow("refused") << QByteArray(R"({"Essentials": {"password": "s3cret")") << false;
        QTest::newRow("a JAR, named by mistake") << QByteArray("PK\x03\x04 and so on") << true;
        QTest::newRow("a backup, named by mistake") << QByteArray("ASMPSEAL and so on") << true;
    }
    void whatWasImportedStaysInNoStore()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, stays);
        protocol::ImportExpectations import;
        import.files
            = {{ protocol::ImportFile::Content::Universal,
                 Platform::Paper,
                 u"u.json"_s,
                 upload(bytes) }};

        (void)wait(_coordinator->answer(jane, import));

        QCOMPARE(wait(_coordinator->locateArtifact(import.files.first().artifact)).has_value(), stays);
    }

    void aScanWaitsUntilItsAgentKnowsOfTheNewExpectations()
    {
        QVERIFY(bringUp(ovh, {u"BENT01"_s}));
        protocol::ImportExpectations import;
        import.files
            = {{ protocol::ImportFile::Content::Universal,
                 Platform::Paper,
                 u"u.json"_s,
                 upload(R"({"Essentials": {"a": 5}})") }};
        import.dryRun = false;
        QVERIFY(wait(_coordinator->answer(jane, import)));

        const auto accepted = wait(_coordinator->answer(jane, protocol::StartScan()));

        QVERIFY(!*wait(_coordinator->next(ovh)));
        QVERIFY(beat(ovh, {u"BENT01"_s}));
        QCOMPARE(**wait(_coordinator->next(ovh)), accepted->job);
    }

    void anUploadThatIsNotWhatItsHashSaysIsRefused()
    {
        const QString path = _folder->filePath(u"upload"_s);
        write(path, "other bytes");

        QCOMPARE(wait(_coordinator->putArtifact(jane, QByteArray(32, 'x'), path)).error().code,
                 ErrorCode::Corrupt);
        QVERIFY(!QFile::exists(path));
    }

    void whatWasAcceptedOutlivesARestart()
    {
        QVERIFY(bringUp(ovh, {u"BENT01"_s}));
        const auto accepted = wait(_coordinator->answer(jane, protocol::StartScan()));

        _coordinator.reset();
        start();

        QVERIFY(beat(ovh, {u"BENT01"_s}));
        QCOMPARE(**wait(_coordinator->next(ovh)), accepted->job);
        QVERIFY(wait(_coordinator->answer(jane, protocol::GetFleet()))->sequence < 50);
    }

    void keysAreAskedForInTheDatabase()
    {
        Result<Secret> key = Error{};
        {
            const auto stores = _database->stores();
            key = ApiKeys(stores->keys(), _clock).create(ovh);
        }

        QCOMPARE(*wait(_coordinator->authenticate(*key)), ovh);
        QCOMPARE(wait(_coordinator->authenticate(Secret("asmp_wrong"))).error().code,
                 ErrorCode::Unauthenticated);
    }

    void aClientGetsTheKeysWithItsHeartbeatAndTheHostItselfDoesNot()
    {
        const User hetzner{u"agent-hetzner"_s, UserRole::Agent, u"hetzner"_s};
        const auto welcome = bringUp(ovh, {});
        std::ignore = bringUp(hetzner, {});

        const auto reply = beat(ovh, {});

        QVERIFY(reply->keys);
        QVERIFY(protocol::verify(*reply->keys, welcome->fleetKey));
        QVERIFY(!beat(hetzner, {})->keys);
    }

    void anEngineThatIsDownIsShown()
    {
        _coordinator->setEngine({u"hetzner"_s, u"delivery"_s, u"Redis"_s, false, u"connection refused"_s});

        const auto engines = wait(_coordinator->answer(jane, protocol::GetFleet()))->engines;

        QVERIFY(std::any_of(engines.begin(), engines.end(),
                            [](const protocol::EngineStatus &engine) { return !engine.up; }));
    }

private:
    void start()
    {
        _coordinator = std::make_unique<Coordinator>(_options, parts());
        QVERIFY(wait(_coordinator->start()));
    }
    Coordinator::Parts parts()
    {
        return {
            _clock,
            _sealer,
            [this] { return agent::storage::SqlStores::open(_database->options()); },
            [this] {
                return std::make_unique<agent::artifacts::FolderArtifactStore>(
                    _folder->filePath(u"artifacts"_s));
            },
            nullptr,
            [](const QString &) {
                return Result<JarDescription>(JarDescription{u"CoreProtect"_s, u"22.4"_s, Platform::Paper});
            }};
    }
    template <typename T>
    static Result<T> wait(QFuture<Result<T>> future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 10000) || future.resultCount() != 1)
            return Error{ErrorCode::Timeout, u"no answer"_s};
        return future.result();
    }
    Result<protocol::AgentWelcome> bringUp(const User &agent, const QStringList &names)
    {
        protocol::AgentHello hello;
        hello.server = agent.server;
        hello.bootId = u"boot1"_s;
        auto welcome = wait(_coordinator->hello(agent, hello));
        if (!beat(agent, names))
            qFatal("no heartbeat");
        return welcome;
    }
    Result<protocol::HeartbeatReply> beat(const User &agent, const QStringList &names)
    {
        protocol::Heartbeat beat{agent.server, u"boot1"_s, {}, {}, {}};
        for (const QString &name : names) {
            Instance instance;
            instance.ref = {agent.server, name};
            instance.ampId = name;
            instance.platform = Platform::Paper;
            instance.onDisk = instance.inAmp = true;
            beat.instances.append(instance);
        }
        return wait(_coordinator->heartbeat(agent, beat));
    }
    Result<protocol::ClaimedJob> claim(const JobId &job)
    {
        return wait(_coordinator->claim(ovh, {job, u"ovh"_s, u"boot1"_s, u"nonce"_s}));
    }
    QByteArray upload(const QByteArray &bytes)
    {
        const QString path = _folder->filePath(u"upload"_s);
        write(path, bytes);
        const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
        if (!wait(_coordinator->putArtifact(jane, hash, path)))
            qFatal("the upload failed");
        return hash;
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    const User jane{u"jane"_s, UserRole::Admin, {}};
    const User ovh{u"agent-ovh"_s, UserRole::Agent, u"ovh"_s};
    const SystemClock _clock{};
    const tests::FakeSealer _sealer{};
    std::unique_ptr<QTemporaryDir> _folder;
    std::unique_ptr<tests::TestDatabase> _database;
    CoordinatorOptions _options;
    std::unique_ptr<Coordinator> _coordinator;
};

ARCHIVESMP_TEST(TestCoordinator)
#include "tst_coordinator.moc"
