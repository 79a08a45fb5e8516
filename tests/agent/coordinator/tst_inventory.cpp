// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/inventory.h"

#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestInventory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _fleet = std::make_unique<tests::FleetFixture>();
        _fleet->bringUp();
        _fleet->clearTold();
    }
    void cleanup() { _fleet.reset(); }

    void aHeartbeatWithoutNewsTellsNothing()
    {
        _fleet->clock.advance(5s);
        beat({bent(), evo()});

        QVERIFY(_fleet->toldOf<protocol::InstanceChanged>().isEmpty());
        QCOMPARE(_fleet->stores->fleet().instances(u"ovh"_s)->first().lastSeen, _fleet->clock.now());
    }

    void aChangedStateIsTold()
    {
        Instance stopped = bent();
        stopped.state = InstanceState::Stopped;
        beat({stopped, evo()});

        const auto told = _fleet->toldOf<protocol::InstanceChanged>();
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().instance.state, InstanceState::Stopped);
    }

    void anInstanceThatDisappearsIsGone()
    {
        beat({evo()});

        QCOMPARE(_fleet->toldOf<protocol::InstanceRemoved>().first().instance, bent().ref);
        QCOMPARE(_fleet->stores->fleet().instances(u"ovh"_s)->size(), 1);
    }

    void aRenamedInstanceIsToldAsBoth()
    {
        Instance renamed = bent();
        renamed.ref.name = u"BENT02"_s;
        beat({renamed, evo()});

        QCOMPARE(_fleet->toldOf<protocol::InstanceRemoved>().size(), 1);
        QCOMPARE(_fleet->toldOf<protocol::InstanceChanged>().first().instance.ref.name, u"BENT02"_s);
        QCOMPARE(_fleet->stores->fleet().instances(u"ovh"_s)->size(), 2);
    }

    void anInstanceThatIsNotInAmpIsAFindingUntilItIs()
    {
        Instance stray = bent();
        stray.inAmp = false;
        beat({stray, evo()});

        auto page = _fleet->stores->findings().list({});
        QCOMPARE(page->total, 1);
        QCOMPARE(page->findings.first().kind, FindingKind::InstanceMismatch);
        QVERIFY(page->findings.first().message.contains(u"AMP does not list it"_s));
        QCOMPARE(_fleet->toldOf<protocol::FindingsChanged>().size(), 1);

        beat({bent(), evo()});
        QCOMPARE(_fleet->stores->findings().list({})->total, 0);
    }

    void anAmpEntryWithoutAFolderIsAFinding()
    {
        Instance ghost = bent();
        ghost.onDisk = false;
        beat({ghost, evo()});

        QVERIFY(_fleet->stores->findings().list({})->findings.first().message.contains(u"no folder"_s));
    }

    // B43
    void b43NamesThatCannotStandInAPathAreLeftOut_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("traversal") << u"../../etc"_s;
        QTest::newRow("nul") << u"DEV01"_s + QChar(0);
        QTest::newRow("empty") << QString();
        QTest::newRow("dots") << u".."_s;
        QTest::newRow("long") << QString(65, u'x');
    }
    void b43NamesThatCannotStandInAPathAreLeftOut()
    {
        QFETCH(QString, name);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"instance left out"_s));
        Instance bad = bent();
        bad.ref.name = name;

        beat({evo(), bad});

        const auto all = _fleet->stores->fleet().instances(u"ovh"_s);
        QCOMPARE(all->size(), 1);
        QCOMPARE(all->first().ref.name, u"EVO01"_s);
    }

    // B43, T5
    void b43AnAgentSpeaksForItsOwnServerOnly()
    {
        const protocol::Heartbeat foreign{u"hetzner"_s, u"boot1"_s, {}, {}, {}};
        QCOMPARE(_fleet->inventory.heartbeat(_fleet->ovhAgent, foreign).error().code,
                 ErrorCode::PermissionDenied);

        Instance planted = bent();
        planted.ref = {u"hetzner"_s, u"PLANTED"_s};
        beat({bent(), evo(), planted});
        const auto all = _fleet->stores->fleet().instances(u"hetzner"_s);
        for (const Instance &instance : *all)
            QVERIFY(instance.ref.name != u"PLANTED"_s);
    }

    void aServerThatIsNotConfiguredIsRefused()
    {
        const User stranger{u"s"_s, UserRole::Agent, u"elsewhere"_s};
        protocol::AgentHello hello;
        hello.server = u"elsewhere"_s;

        QCOMPARE(_fleet->inventory.hello(stranger, hello).error().code, ErrorCode::NotFound);
    }

    void aNameIsResolvedWhereItIsOneInstance()
    {
        QCOMPARE(_fleet->inventory.resolve(u"BENT01"_s)->ref, bent().ref);
        QCOMPARE(_fleet->inventory.resolve(u"ovh/BENT01"_s)->ref, bent().ref);
        QCOMPARE(_fleet->inventory.resolve(u"NONE"_s).error().code, ErrorCode::InvalidArgument);
    }

    void aNameOnTwoServersAsksForTheServer()
    {
        Instance twin = tests::FleetFixture::instance(u"ovh"_s, u"DEV01"_s);
        beat({bent(), evo(), twin});

        const auto resolved = _fleet->inventory.resolve(u"DEV01"_s);

        QCOMPARE(resolved.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(resolved.error().remedy, u"write hetzner/DEV01 or ovh/DEV01"_s);
        QCOMPARE(_fleet->inventory.resolve(u"ovh/DEV01"_s)->ref, twin.ref);
    }

private:
    static Instance bent() { return tests::FleetFixture::instance(u"ovh"_s, u"BENT01"_s); }
    static Instance evo() { return tests::FleetFixture::instance(u"ovh"_s, u"EVO01"_s); }
    void beat(const QList<Instance> &instances)
    {
        const protocol::Heartbeat beat{u"ovh"_s, u"boot1"_s, u"0.1.0"_s, instances, {}};
        QVERIFY(_fleet->inventory.heartbeat(_fleet->ovhAgent, beat));
    }

    std::unique_ptr<tests::FleetFixture> _fleet;
};

ARCHIVESMP_TEST(TestInventory)
#include "tst_inventory.moc"
