// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fleet/fleettreemodel.h"

#include "app/client/fleet.h"
#include "app/fleet/fleetpanel.h"
#include "app/fleet/fleettreeview.h"
#include "app/fleet/fleetwords.h"
#include "app/theme/theme.h"
#include "app/widgets/searchfield.h"
#include "tests/app/fakes/loadedfleet.h"
#include "tests/support/testregistry.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app::fleet;
using namespace Qt::StringLiterals;
using app::widgets::FilterQuery;
using domain::InstanceRef;

class TestFleetTreeModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheFleetRowByRow()
    {
        LoadedFleet loaded;
        FleetTreeModel model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QTRY_VERIFY(loaded.fleet.hasLoaded());

        QCOMPARE(model.rowCount(), 2);
        const QModelIndex ovh = model.indexOfKey(u"ovh"_s);
        QCOMPARE(model.rowCount(ovh), 4);
        QCOMPARE(model.rowCount(model.indexOfKey(u"ovh/BENT01"_s)), 6);
        QCOMPARE(model.indexOfKey(u"ovh/BENT01/CoreProtect"_s).data().toString(), u"CoreProtect"_s);
        QVERIFY(!model.indexOfKey(u"ovh/NOWHERE"_s).isValid());
        QCOMPARE(resets.size(), 0);
    }

    void rollsFindingsUp()
    {
        LoadedFleet loaded;
        FleetTreeModel model(loaded.fleet);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        const FleetNode &ovh = model.node(model.indexOfKey(u"ovh"_s));
        const FleetNode &bent = model.node(model.indexOfKey(u"ovh/BENT01"_s));
        QCOMPARE(bent.all.total(), 3);
        QCOMPARE(bent.all.worst(), 2);
        QCOMPARE(ovh.all.total(), 5);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

        loaded.host.resolve(loaded.host.findings.at(0).id);
        loaded.host.resolve(loaded.host.findings.at(0).id);

        QCOMPARE(bent.all.total(), 1);
        QCOMPARE(bent.all.worst(), 1);
        QCOMPARE(ovh.all.total(), 3);
        QVERIFY(changed.size() >= 4);
    }

    void insertsAndRemovesOnlyWhatComesAndGoes()
    {
        LoadedFleet loaded;
        FleetTreeModel model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        const QPersistentModelIndex smp(model.indexOfKey(u"ovh/SMP201"_s));
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);

        domain::Instance added = loaded.host.fleet.instances.last();
        added.ref.name = u"HC01"_s;
        loaded.host.send(protocol::InstanceChanged{added});
        loaded.host.send(protocol::InstanceRemoved{{u"ovh"_s, u"CLIP01"_s}});

        QCOMPARE(inserted.size(), 1);
        QCOMPARE(inserted.first().at(1).toInt(), 2); // between CLIP01 and HUB01
        QCOMPARE(removed.size(), 1);
        QCOMPARE(removed.first().at(1).toInt(), 1);
        QVERIFY(smp.isValid());
        QCOMPARE(smp.data().toString(), u"SMP201"_s);
        QCOMPARE(smp.row(), 3);
    }

    void showsAPluginThatIsMissing()
    {
        LoadedFleet loaded;
        FleetTreeModel model(loaded.fleet);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        domain::Finding finding = makeFinding({u"ovh"_s, u"HUB01"_s}, u"Vault"_s, {}, {}, {});
        finding.kind = domain::FindingKind::MissingPlugin;

        loaded.host.send(protocol::FindingsChanged{finding.instance, {finding}, {}});

        const QModelIndex vault = model.indexOfKey(u"ovh/HUB01/Vault"_s);
        QVERIFY(vault.isValid());
        QVERIFY(model.node(vault).missing);
        QVERIFY(vault.data(Qt::AccessibleTextRole).toString().contains(u"not installed"));
    }

    void theFilterKeepsTheParentsOfItsHits()
    {
        LoadedFleet loaded;
        FleetTreeModel model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(loaded.fleet.hasLoaded());

        model.setFilter(FilterQuery::parse(u"ovh bent core", {}));

        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowCount(model.indexOfKey(u"ovh"_s)), 1);
        QCOMPARE(model.rowCount(model.indexOfKey(u"ovh/BENT01"_s)), 1);
        QVERIFY(model.indexOfKey(u"ovh/BENT01/CoreProtect"_s).isValid());
        QCOMPARE(model.shownInstances(), 1);

        model.setFilter(FilterQuery::parse(u"nothing of the kind", {}));
        QCOMPARE(model.rowCount(), 0);
        model.setFilter({});
        QCOMPARE(model.shownInstances(), 10);
    }

    void theFilterHoldsForWhatComesLater()
    {
        LoadedFleet loaded;
        FleetTreeModel model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        model.setFilter(FilterQuery::parse(u"hc01", {}));
        QCOMPARE(model.rowCount(), 0);

        domain::Instance added = loaded.host.fleet.instances.last();
        added.ref.name = u"HC01"_s;
        loaded.host.send(protocol::InstanceChanged{added});
        added.ref.name = u"HX01"_s;
        loaded.host.send(protocol::InstanceChanged{added});

        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowCount(model.indexOfKey(u"ovh"_s)), 1);
    }

    void theServerSwitchNarrowsIt()
    {
        LoadedFleet loaded;
        FleetTreeModel model(loaded.fleet);
        QTRY_VERIFY(loaded.fleet.hasLoaded());

        model.setServer(u"hetzner"_s);

        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.shownInstances(), 6);
    }

    void saysEveryRowInWords()
    {
        LoadedFleet loaded;
        FleetTreeModel model(loaded.fleet);
        QTRY_VERIFY(loaded.fleet.hasLoaded());

        QCOMPARE(model.indexOfKey(u"ovh/BENT01"_s).data(Qt::AccessibleTextRole).toString(),
                 u"BENT01, running, 3 findings, worst critical"_s);
        QCOMPARE(model.indexOfKey(u"hetzner/FORT01"_s).data(Qt::AccessibleTextRole).toString(),
                 u"FORT01, stopped, no findings"_s);
        QVERIFY(model.indexOfKey(u"hetzner"_s).data(Qt::ToolTipRole).toString().contains(u"UTC"));
    }

    void aPartialScanIsSaid()
    {
        LoadedFleet loaded;
        FleetTreeModel model(loaded.fleet);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        domain::Instance read = loaded.fleet.instancesOf(u"ovh"_s).constFirst();
        QCOMPARE(read.ref.name, u"BENT01"_s);
        read.scanPartial = true;

        loaded.host.send(protocol::InstanceChanged{read});

        const QModelIndex row = model.indexOfKey(u"ovh/BENT01"_s);
        QVERIFY(row.data(Qt::AccessibleTextRole).toString().contains(u"partial"));
        QVERIFY(row.data(Qt::ToolTipRole).toString().contains(u"could not read everything"));
    }

    void namesADisagreementOfDiskAndAmp()
    {
        domain::Instance instance;
        instance.onDisk = true;
        QCOMPARE(instanceStateText(instance), u"unknown to AMP"_s);
        instance.inAmp = true;
        instance.onDisk = false;
        QCOMPARE(instanceStateText(instance), u"no folder"_s);
        QCOMPARE(instanceMark(instance).glyph, app::widgets::Glyph::HollowDiamond);
    }

    void everyStateOfAServerHasAWord_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("live");
        QTest::addColumn<QString>("text");
        QTest::newRow("online") << 0 << true << u"online"_s;
        QTest::newRow("degraded") << 1 << true << u"degraded: AMP is away"_s;
        QTest::newRow("offline") << 2 << true << u"offline: AMP is away"_s;
        QTest::newRow("never") << 3 << true << u"never seen"_s;
        QTest::newRow("away") << 0 << false << u"not connected"_s;
    }

    void everyStateOfAServerHasAWord()
    {
        QFETCH(int, state);
        QFETCH(bool, live);
        QFETCH(QString, text);
        domain::PhysicalServer server;
        server.state = static_cast<domain::ServerState>(state);
        server.stateReason = u"AMP is away"_s;

        QCOMPARE(serverStateText(server, live), text);
    }

    void whatIsOpenAndSelectedSurvivesAFilter()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        FleetPanel panel(theme, loaded.fleet);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        FleetTreeModel &model = panel.model();
        FleetTreeView &tree = panel.tree();
        tree.setCurrentKey(u"ovh/BENT01/HuskSync"_s);
        tree.setExpanded(model.indexOfKey(u"hetzner"_s), false);

        panel.filterEdit().setText(u"husksync"_s);
        QVERIFY(tree.isExpanded(model.indexOfKey(u"hetzner/DEV01"_s)));
        panel.filterEdit().clear();

        QVERIFY(tree.isExpanded(model.indexOfKey(u"ovh/BENT01"_s)));
        QVERIFY(!tree.isExpanded(model.indexOfKey(u"hetzner"_s)));
        QVERIFY(!tree.isExpanded(model.indexOfKey(u"ovh/CLIP01"_s)));
        QCOMPARE(tree.currentIndex(), model.indexOfKey(u"ovh/BENT01/HuskSync"_s));
    }

    void whatIsOpenAndSelectedSurvivesARefresh()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        FleetPanel panel(theme, loaded.fleet);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        panel.tree().setCurrentKey(u"ovh/BENT01/HuskSync"_s);

        loaded.host.send(protocol::ResyncNeeded{});
        QTRY_VERIFY(loaded.fleet.isLive(u"ovh"_s));
        loaded.host.send(protocol::InstanceRemoved{{u"hetzner"_s, u"BIGG01"_s}});

        QVERIFY(panel.tree().isExpanded(panel.model().indexOfKey(u"ovh/BENT01"_s)));
        QCOMPARE(panel.tree().currentIndex(), panel.model().indexOfKey(u"ovh/BENT01/HuskSync"_s));
    }

    void manyInstancesOpenAndFilterAtOnce()
    {
        FakeHost host;
        host.fleet.servers.append({.name = u"hetzner"_s, .role = domain::ServerRole::Host});
        for (int i = 0; i < 100; ++i) {
            const InstanceRef ref{u"hetzner"_s, u"INST%1"_s.arg(i, 4, 10, QChar(u'0'))};
            host.fleet.instances.append({.ref = ref, .onDisk = true, .inAmp = true});
            for (int p = 0; p < 30; ++p)
                host.fleet.plugins.append({.instance = ref, .name = u"Plugin%1"_s.arg(p)});
        }
        app::client::Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        const app::theme::Theme theme;
        FleetPanel panel(theme, fleet);
        QTRY_COMPARE(panel.model().shownInstances(), 100);
        QElapsedTimer timer;
        timer.start();

        panel.tree().expandAll();
        panel.model().setFilter(FilterQuery::parse(u"plugin29", {}));

        QCOMPARE(panel.model().shownInstances(), 100);
        qInfo("expand all and filter 3 000 rows: %lld ms", static_cast<long long>(timer.elapsed()));
    }
};

ARCHIVESMP_TEST(TestFleetTreeModel)
#include "tst_fleettreemodel.moc"
