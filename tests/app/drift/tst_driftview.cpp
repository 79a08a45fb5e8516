// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/driftview.h"

#include "app/client/fleet.h"
#include "app/drift/findingtablemodel.h"
#include "app/theme/theme.h"
#include "app/widgets/statepanel.h"
#include "tests/app/fakes/fakehost.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app;
using namespace archivesmp::app::drift;
using namespace Qt::StringLiterals;

class TestDriftView final : public QObject
{
    Q_OBJECT

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
        read.scanPartial = false;
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
};

ARCHIVESMP_TEST(TestDriftView)
#include "tst_driftview.moc"
