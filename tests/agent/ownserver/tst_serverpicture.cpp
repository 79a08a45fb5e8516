// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/serverpicture.h"

#include "tests/agent/ownserver/ownserverbench.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Finding;
using domain::InstalledPlugin;

class TestServerPicture final : public QObject
{
    Q_OBJECT

    std::unique_ptr<OwnServerBench> _bench;

    [[nodiscard]] agent::ownserver::ServerPicture &picture() { return _bench->core->picture(); }
    [[nodiscard]] QList<Finding> findings() { return picture().findings({}).value().findings; }
    [[nodiscard]] static InstalledPlugin plugin(const QString &name, const QString &version)
    {
        return {.instance = {u"ovh"_s, u"BENT01"_s},
                .name = name,
                .version = version,
                .jarFile = u"plugins/"_s + name + u".jar"_s};
    }

private Q_SLOTS:
    void init()
    {
        _bench = std::make_unique<OwnServerBench>();
        _bench->clearTold();
    }
    void cleanup() { _bench.reset(); }

    void itShowsItsOwnServerOnly()
    {
        const auto fleet = picture().fleet({});

        QCOMPARE(fleet->servers.size(), 1);
        QCOMPARE(fleet->servers.first().name, u"ovh"_s);
        QCOMPARE(fleet->servers.first().state, domain::ServerState::Online);
        QCOMPARE(fleet->servers.first().lastSeen, _bench->clock.now());
        QCOMPARE(fleet->instances.size(), 2);
        QVERIFY(!fleet->hasExpectations);
        QVERIFY(picture().fleet({.server = u"ovh"_s}));
        QCOMPARE(picture().fleet({.server = u"hetzner"_s}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(picture().fleet({.server = u"hetzner"_s}).error().field, u"server"_s);
    }

    void onlyWhatChangedIsTold()
    {
        domain::Instance running = OwnServerBench::instance(u"BENT01"_s);
        running.lastSeen = _bench->clock.now();
        picture().seeInstances({running, OwnServerBench::instance(u"DEV01"_s)}, {});
        QVERIFY(_bench->toldOf<protocol::InstanceChanged>().isEmpty());

        running.state = domain::InstanceState::Running;
        picture().seeInstances({running}, {});

        QCOMPARE(_bench->toldOf<protocol::InstanceChanged>().size(), 1);
        QCOMPARE(_bench->toldOf<protocol::InstanceRemoved>().first().instance.name, u"DEV01"_s);
    }

    void anEngineThatIsAwayIsShown()
    {
        picture().seeInstances({}, u"connection refused"_s);
        picture().seeHost(false, u"the host is away"_s);

        const auto fleet = picture().fleet({});

        QCOMPARE(fleet->servers.first().state, domain::ServerState::Degraded);
        QVERIFY(fleet->servers.first().stateReason.contains(u"connection refused"_s));
        QCOMPARE(fleet->engines.size(), 2);
        QVERIFY(!fleet->engines.first().up && !fleet->engines.last().up);
        QCOMPARE(_bench->toldOf<protocol::EngineChanged>().size(), 2);
        picture().seeHost(true, {});
        QVERIFY(picture().fleet({})->engines.last().up);
    }

    void aFolderThatAmpDoesNotListIsAFinding()
    {
        domain::Instance lost = OwnServerBench::instance(u"BENT01"_s);
        lost.inAmp = false;
        picture().seeInstances({lost, OwnServerBench::instance(u"DEV01"_s)}, {});

        QCOMPARE(findings().size(), 1);
        QCOMPARE(findings().constFirst().kind, domain::FindingKind::InstanceMismatch);

        picture().seeInstances({OwnServerBench::instance(u"BENT01"_s), OwnServerBench::instance(u"DEV01"_s)},
                               {});

        QVERIFY(findings().isEmpty());
        QCOMPARE(_bench->toldOf<protocol::FindingsChanged>().size(), 2);
    }

    void aScanReplacesTheOneBefore()
    {
        picture().takeReport(OwnServerBench::report(
            {OwnServerBench::finding(u"A"_s, u"one"_s), OwnServerBench::finding(u"A"_s, u"two"_s)}));
        const QDateTime first = _bench->clock.now();
        _bench->clearTold();
        _bench->clock.advance(1h);

        picture().takeReport(OwnServerBench::report(
            {OwnServerBench::finding(u"A"_s, u"two"_s), OwnServerBench::finding(u"B"_s, u"three"_s)}));

        const auto told = _bench->toldOf<protocol::FindingsChanged>();
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().upserted.size(), 1);
        QCOMPARE(told.first().resolved, QList<FindingId>{OwnServerBench::finding(u"A"_s, u"one"_s).id});
        QCOMPARE(findings().size(), 2);
        QCOMPARE(findings().constFirst().firstSeen, first);
        QCOMPARE(findings().constFirst().lastSeen, _bench->clock.now());
        QCOMPARE(picture().fleet({})->instances.first().lastScan, OwnServerBench::report({}).finishedAt);
    }

    void whatAScanCouldNotSeeStays()
    {
        domain::DriftReport whole = OwnServerBench::report(
            {OwnServerBench::finding(u"A"_s, u"one"_s), OwnServerBench::finding(u"B"_s, u"two"_s)});
        whole.plugins = {plugin(u"A"_s, u"1"_s), plugin(u"B"_s, u"1"_s)};
        picture().takeReport(whole);

        domain::DriftReport partial = OwnServerBench::report({});
        partial.partial = true;
        picture().takeReport(partial);
        QCOMPARE(findings().size(), 2);
        QVERIFY(picture().fleet({})->instances.first().scanPartial);

        domain::DriftReport one = OwnServerBench::report({});
        one.onlyPlugins = {u"A"_s};
        one.plugins = {plugin(u"A"_s, u"2"_s)};
        picture().takeReport(one);

        QCOMPARE(findings().size(), 1);
        QCOMPARE(findings().constFirst().plugin, u"B"_s);
        QCOMPARE(picture().fleet({})->plugins, (QList{plugin(u"A"_s, u"2"_s), plugin(u"B"_s, u"1"_s)}));
    }

    void aDeploysPluginsAreShown()
    {
        domain::DriftReport report = OwnServerBench::report({});
        report.plugins = {plugin(u"A"_s, u"1"_s)};
        picture().takeReport(report);

        picture().takePlugins({u"ovh"_s, u"BENT01"_s}, {plugin(u"A"_s, u"2"_s)});

        QCOMPARE(picture().fleet({})->plugins, QList{plugin(u"A"_s, u"2"_s)});
        QCOMPARE(_bench->toldOf<protocol::PluginsChanged>().size(), 2);
    }

    void aRestartForgetsNoScan()
    {
        domain::DriftReport report = OwnServerBench::report({OwnServerBench::finding(u"A"_s, u"one"_s)});
        report.plugins = {plugin(u"A"_s, u"1"_s)};
        picture().takeReport(report);
        const QList<Finding> before = findings();

        _bench->restart();

        QCOMPARE(findings(), before);
        QCOMPARE(picture().fleet({})->plugins.size(), 1);
        QCOMPARE(picture().fleet({})->instances.first().lastScan, report.finishedAt);
        const QString file = _bench->sandbox.path(u"scans/BENT01.json"_s);
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void aScanOfAnInstanceThatIsGoneIsForgotten()
    {
        picture().takeReport(OwnServerBench::report({OwnServerBench::finding(u"A"_s, u"one"_s)}));

        picture().seeInstances({OwnServerBench::instance(u"DEV01"_s)}, {});

        QVERIFY(findings().isEmpty());
        QVERIFY(!_bench->sandbox.has(u"scans/BENT01.json"_s));
    }

    void aBrokenCacheIsRebuiltNotFeared()
    {
        _bench->sandbox.write(u"scans/BENT01.json"_s, "{\"findings\": 7");
        _bench->sandbox.write(u"scans/DEV01.json"_s, "[]");

        _bench->restart();

        QVERIFY(findings().isEmpty());
        QVERIFY(!_bench->sandbox.has(u"scans/BENT01.json"_s));
    }

    void aFindingTellsWhatItWasComparedWith()
    {
        picture().takeReport(OwnServerBench::report({OwnServerBench::finding(u"A"_s, u"one"_s)}));

        const auto detail = picture().finding({findings().constFirst().id});

        QCOMPARE(detail->layers.size(), 1);
        QCOMPARE(detail->layers.constFirst().value, findings().constFirst().expected);
        QVERIFY(detail->layers.first().wins);
        QCOMPARE(detail->readAt, _bench->clock.now());
        QCOMPARE(picture().finding({FindingId(u"none"_s)}).error().code, ErrorCode::NotFound);
    }

    void findingsAreAskedForByInstance()
    {
        picture().takeReport(OwnServerBench::report({OwnServerBench::finding(u"A"_s, u"one"_s)}));

        QCOMPARE(picture().findings({.instance = u"BENT01"_s})->total, 1);
        QCOMPARE(picture().findings({.instance = u"ovh/BENT01"_s})->total, 1);
        QCOMPARE(picture().findings({.instance = u"DEV01"_s})->total, 0);
        QCOMPARE(picture().findings({.instance = u"NONE01"_s}).error().field, u"instance"_s);
    }
};

ARCHIVESMP_TEST(TestServerPicture)
#include "tst_serverpicture.moc"
