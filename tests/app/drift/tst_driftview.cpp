// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/driftview.h"

#include "app/client/fleet.h"
#include "app/drift/findingdetail.h"
#include "app/drift/findingtablemodel.h"
#include "app/theme/theme.h"
#include "app/widgets/statepanel.h"
#include "tests/app/fakes/loadedfleet.h"
#include "tests/support/testregistry.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app;
using namespace archivesmp::app::drift;
using namespace Qt::StringLiterals;

class TestDriftView final : public QObject
{
    Q_OBJECT

    static std::shared_ptr<const domain::Finding> shownIn(FindingDetail &detail)
    {
        const auto finding = std::make_shared<const domain::Finding>(
            makeFinding({u"ovh"_s, u"HUB01"_s}, u"Plan"_s, u"a"_s, "1", "2"));
        detail.setFinding(finding, 0, 1);
        detail.resize(900, 300);
        detail.show();
        return finding;
    }

private Q_SLOTS:
    void aPartialScanIsNeverNoDrift()
    {
        FakeHost host;
        fillWithSample(host);
        host.findings.clear();
        client::Fleet fleet;
        const theme::Theme theme;
        const DriftView view(theme, fleet);
        fleet.addSession(host.makeSession(u"wss://host"_s));
        QTRY_VERIFY(fleet.hasLoaded());
        const auto *state = view.findChild<widgets::StatePanel *>();
        QCOMPARE(state->state().what, u"No drift."_s);
        domain::Instance read = fleet.instancesOf(u"ovh"_s).constFirst();
        read.scanPartial = true;

        host.send(protocol::InstanceChanged{read});

        QCOMPARE(state->state().what, u"No drift in what could be read."_s);
        QCOMPARE(state->state().why, u"The last scan could not read all of 1 instance."_s);
        domain::Instance added = fleet.instancesOf(u"hetzner"_s).constFirst();
        added.lastScan = {};
        host.send(protocol::InstanceChanged{added});
        QCOMPARE(state->state().why,
                 u"The last scan could not read all of 1 instance. 1 instance was never scanned."_s);
        read.scanPartial = false;
        host.send(protocol::InstanceChanged{read});
        QCOMPARE(state->state().what, u"No drift in what could be read."_s);
        QCOMPARE(state->state().why, u"1 instance was never scanned."_s);
        added.lastScan = read.lastScan;
        host.send(protocol::InstanceChanged{added});
        host.send(protocol::InstanceChanged{read});
        QCOMPARE(state->state().what, u"No drift."_s);
    }

    void aProvisionalFindingSaysSo()
    {
        FakeHost host;
        fillWithSample(host);
        client::Fleet fleet;
        const FindingTableModel model(fleet);
        fleet.addSession(host.makeSession(u"wss://host"_s));
        QTRY_VERIFY(fleet.hasLoaded());
        domain::Finding finding = host.findings.first();
        finding.provisional = true;

        host.send(protocol::FindingsChanged{finding.instance, {finding}, {}});

        const QModelIndex kind = model.index(model.rowOf(finding.id), FindingTableModel::Kind);
        QCOMPARE(kind.data().toString(), u"changed, provisional"_s);
        QVERIFY(kind.data(Qt::ToolTipRole).toString().contains(u"read again"));
    }

    void theCardIsFilledForWhicheverFindingIsCurrent()
    {
        LoadedFleet loaded;
        const theme::Theme theme;
        DriftView view(theme, loaded.fleet);
        view.show();
        QTRY_COMPARE(view.model().rowCount(), 14);
        for (const domain::Finding &finding : std::as_const(loaded.host.findings))
            loaded.host.layers.insert(finding.id,
                                      {{domain::Layer::Universal, Value::text("x"), {}, {}, true}});
        const auto layers = [&view] {
            QStringList names;
            for (const QFrame *layer : view.detail().findChildren<QFrame *>(u"layer"_s)) {
                if (layer->isVisible())
                    names.append(layer->accessibleName());
            }
            return names;
        };
        const QStringList filled{u"Universal: x"_s};

        for (int rows = 14; rows > 10; --rows) {
            loaded.host.resolve(view.model().finding(view.table().currentIndex().row())->id);
            QTRY_COMPARE(view.model().rowCount(), rows - 1);
            QTRY_COMPARE(layers(), filled);
        }
        view.setFilterText(u"no such thing"_s);
        view.setFilterText({});
        QTRY_COMPARE(layers(), filled);

        loaded.host.setOnline(false);
        view.step(1);
        QTRY_COMPARE(layers(), QStringList());
        loaded.host.setOnline(true);
        QTRY_COMPARE(layers(), filled);
    }

    void theLayersComeWithTheirStoryInOneFrame()
    {
        const theme::Theme theme;
        FindingDetail detail(theme);
        const auto finding = shownIn(detail);
        QVERIFY(QTest::qWaitForWindowExposed(&detail));

        detail.setDetail(
            {.finding = *finding, .layers = {{domain::Layer::Universal, Value::text("x"), {}, {}, true}}});

        const auto *layer = detail.findChild<QFrame *>(u"layer"_s);
        QVERIFY(layer != nullptr && layer->isVisible());
        QVERIFY(layer->width() >= layer->sizeHint().width());
    }

    void theWinnerSaysWhoSetItWhenAndWhyAndTheOthersTellOnDemand()
    {
        const theme::Theme theme;
        FindingDetail detail(theme);
        const auto finding = shownIn(detail);
        const QDateTime at(QDate(2025, 3, 1), QTime(12, 0), Qt::UTC);
        const protocol::LayerValue base{.value = Value::text("x"),
                                        .author = u"anna"_s,
                                        .at = at,
                                        .version = 3,
                                        .reason = u"the default"_s};
        protocol::LayerValue own = base;
        own.layer = domain::Layer::Instance;
        own.author = u"ben"_s;
        own.reason = u"their own economy"_s;
        own.wins = true;

        detail.setDetail({.finding = *finding, .layers = {base, own}});

        const auto origins = detail.findChildren<QLabel *>(u"origin"_s);
        QCOMPARE(origins.size(), 1);
        QVERIFY(origins.first()->isVisible());
        for (const QString &word : {u"ben"_s, u"version 3"_s, u"their own economy"_s, u"2025"_s})
            QVERIFY2(origins.first()->text().contains(word), qPrintable(origins.first()->text()));
        QStringList described;
        for (const QFrame *layer : detail.findChildren<QFrame *>(u"layer"_s))
            described.append(layer->accessibleDescription());
        QCOMPARE(described.filter(u"anna"_s).size(), 1);
        QCOMPARE(described.filter(u"their own economy"_s).size(), 1);
    }

    void withoutAHostNothingIsOffered()
    {
        LoadedFleet loaded;
        const theme::Theme theme;
        DriftView view(theme, loaded.fleet);
        view.show();
        QTRY_COMPARE(view.model().rowCount(), 14);
        const auto offered = [&view] {
            QStringList names;
            for (const QPushButton *button : view.detail().findChildren<QPushButton *>()) {
                if (button->isEnabled())
                    names.append(button->accessibleName());
                else if (button->toolTip().isEmpty())
                    names.append(button->accessibleName() + u" without a reason"_s);
            }
            return names;
        };
        QCOMPARE(offered().size(), 3);

        loaded.host.setOnline(false);

        QTRY_COMPARE(offered(), QStringList());
        loaded.host.setOnline(true);
        QTRY_COMPARE(offered().size(), 3);
    }
};

ARCHIVESMP_TEST(TestDriftView)
#include "tst_driftview.moc"
