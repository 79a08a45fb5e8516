// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqlfleetstore.h"

#include "tests/agent/storage/testdatabase.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

namespace {

const QDateTime noon(QDate(2026, 1, 2), QTime(12, 0, 0, 250), Qt::UTC);

Instance bent()
{
    Instance instance;
    instance.ref = {u"ovh"_s, u"BENT01"_s};
    instance.ampId = u"7c7f1b1e-7f0e-4d43-9c7c-4a1b0c3d2e1f"_s;
    instance.platform = Platform::Paper;
    instance.state = InstanceState::Running;
    instance.onDisk = true;
    instance.inAmp = true;
    instance.players = 3;
    instance.lastSeen = noon;
    return instance;
}

InstalledPlugin coreProtect()
{
    return {{u"ovh"_s, u"BENT01"_s},
            u"CoreProtect"_s,
            u"22.2"_s,
            Platform::Paper,
            u"plugins/CoreProtect-22.2.jar"_s,
            QByteArray(32, 'a'),
            u"plugins/CoreProtect"_s};
}

} // namespace

class TestSqlFleetStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _database = std::make_unique<tests::TestDatabase>();
        _stores = _database->stores();
        coordinator::ServerRecord ovh;
        ovh.server.name = u"ovh"_s;
        QVERIFY(fleet().saveServer(ovh));
    }
    void cleanup()
    {
        _stores.reset();
        _database.reset();
    }

    void aServerComesBackAsItWasSaved()
    {
        coordinator::ServerRecord record;
        record.server = {u"hetzner"_s,
                         ServerRole::Host,
                         u"primary"_s,
                         u"192.0.2.1"_s,
                         u"http://127.0.0.1:8080"_s,
                         ServerState::NeverSeen,
                         {},
                         noon,
                         u"0.1.0"_s};
        record.bootId = u"boot"_s;
        record.jobTypes = QStringList{u"drift_scan"_s, u"plugin_deploy"_s};
        QVERIFY(fleet().saveServer(record));

        record.server.agentVersion = u"0.2.0"_s;
        QVERIFY(fleet().saveServer(record));

        const auto read = fleet().server(u"hetzner"_s);
        QCOMPARE((*read)->server, record.server);
        QCOMPARE((*read)->bootId, record.bootId);
        QCOMPARE((*read)->jobTypes, record.jobTypes);
        QCOMPARE(fleet().servers()->size(), 2);
    }

    void anInstanceComesBackAsItWasSaved()
    {
        QVERIFY(fleet().saveInstance(bent()));

        QCOMPARE(*fleet().instances(u"ovh"_s), QList<Instance>{bent()});
        QVERIFY(fleet().instances(u"hetzner"_s)->isEmpty());
    }

    void anInstanceThatAmpNamesLaterKeepsItsRow()
    {
        Instance before = bent();
        before.ampId = u"disk:BENT01"_s;
        QVERIFY(fleet().saveInstance(before));
        QVERIFY(fleet().replacePlugins(bent().ref, {coreProtect()}));

        QVERIFY(fleet().saveInstance(bent()));

        QCOMPARE(*fleet().instances({}), QList<Instance>{bent()});
        QCOMPARE(fleet().plugins({})->size(), 1);
    }

    void anInstanceThatAmpForgetsKeepsItsRow()
    {
        QVERIFY(fleet().saveInstance(bent()));
        Instance after = bent();
        after.ampId = u"disk:BENT01"_s;
        after.inAmp = false;

        QVERIFY(fleet().saveInstance(after));

        const auto all = fleet().instances({});
        QCOMPARE(all->size(), 1);
        QCOMPARE(all->first().ampId, bent().ampId);
        QVERIFY(!all->first().inAmp);
    }

    void anInstanceThatAmpMadeAnewTakesThePlaceOfTheOldOne()
    {
        QVERIFY(fleet().saveInstance(bent()));
        Instance anew = bent();
        anew.ampId = u"00000000-0000-4000-8000-000000000001"_s;

        QVERIFY(fleet().saveInstance(anew));

        QCOMPARE(*fleet().instances({}), QList<Instance>{anew});
    }

    void aRenamedInstanceIsTheSameOne()
    {
        QVERIFY(fleet().saveInstance(bent()));
        Instance renamed = bent();
        renamed.ref.name = u"BENT02"_s;

        QVERIFY(fleet().saveInstance(renamed));

        QCOMPARE(*fleet().instances({}), QList<Instance>{renamed});
    }

    void whatIsGoneIsNotListedUntilItIsBack()
    {
        QVERIFY(fleet().saveInstance(bent()));

        QVERIFY(fleet().markGone(bent().ref));
        QVERIFY(fleet().instances({})->isEmpty());

        QVERIFY(fleet().saveInstance(bent()));
        QCOMPARE(fleet().instances({})->size(), 1);
    }

    void aContactIsOneOfAllInstances()
    {
        QVERIFY(fleet().saveInstance(bent()));

        QVERIFY(fleet().saveContact(u"ovh"_s, noon.addSecs(5)));

        QCOMPARE(fleet().instances({})->first().lastSeen, noon.addSecs(5));
        QCOMPARE((*fleet().server(u"ovh"_s))->server.lastSeen, noon.addSecs(5));
    }

    void aScanIsKeptWhenTheInstanceIsReportedAgain()
    {
        QVERIFY(fleet().saveInstance(bent()));
        QVERIFY(fleet().markScanned(bent().ref, noon.addSecs(9), true));

        QVERIFY(fleet().saveInstance(bent()));

        QCOMPARE(fleet().instances({})->first().lastScan, noon.addSecs(9));
        QVERIFY(fleet().instances({})->first().scanPartial);
    }

    void pluginsAreReplacedAsAWhole()
    {
        QVERIFY(fleet().saveInstance(bent()));
        QVERIFY(fleet().replacePlugins(bent().ref, {coreProtect(), coreProtect()}));
        InstalledPlugin newer = coreProtect();
        newer.version = u"22.4"_s;

        QVERIFY(fleet().replacePlugins(bent().ref, {newer}));

        QCOMPARE(*fleet().plugins(u"ovh"_s), QList<InstalledPlugin>{newer});
    }

    void pluginsOfAnInstanceThatNobodyKnowsAreRefused()
    {
        QCOMPARE(fleet().replacePlugins({u"ovh"_s, u"NONE"_s}, {}).error().code, ErrorCode::NotFound);
    }

private:
    coordinator::FleetStore &fleet() { return _stores->fleet(); }

    std::unique_ptr<tests::TestDatabase> _database;
    std::unique_ptr<coordinator::Stores> _stores;
};

ARCHIVESMP_TEST(TestSqlFleetStore)
#include "tst_sqlfleetstore.moc"
