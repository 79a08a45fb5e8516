// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/matrix/matrixmodel.h"

#include "app/client/fleet.h"
#include "app/matrix/matrixview.h"
#include "app/theme/theme.h"
#include "tests/app/fakes/loadedfleet.h"
#include "tests/support/testregistry.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app::matrix;
using namespace Qt::StringLiterals;

namespace {

QModelIndex at(const MatrixModel &model, const QString &instance, const QString &plugin)
{
    for (int column = 0; column < model.columnCount(); ++column) {
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.instance(column).name == instance && model.plugin(row) == plugin)
                return model.index(row, column);
        }
    }
    return {};
}

} // namespace

class TestMatrixModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsPluginsByInstanceInTheOrderOfTheServers()
    {
        LoadedFleet loaded;
        MatrixModel model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.columnCount(), 10);

        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(model.instance(0).server, u"hetzner"_s);
        QCOMPARE(model.headerData(6, Qt::Horizontal, MatrixModel::FirstOfServerRole).toBool(), true);
        QCOMPARE(model.headerData(7, Qt::Horizontal, MatrixModel::FirstOfServerRole).toBool(), false);
        QCOMPARE(model.headerData(6, Qt::Horizontal, MatrixModel::BandRole).toInt(), 1);
        QCOMPARE(at(model, u"BENT01"_s, u"HuskSync"_s).data().toInt(), 2);
        QVERIFY(at(model, u"HUB01"_s, u"HuskSync"_s).data().isNull());
    }

    void saysEveryCellInWords()
    {
        LoadedFleet loaded;
        MatrixModel model(loaded.fleet);
        QTRY_COMPARE(model.columnCount(), 10);

        QCOMPARE(at(model, u"BENT01"_s, u"CoreProtect"_s).data(Qt::AccessibleTextRole).toString(),
                 u"BENT01, CoreProtect, 1 finding, worst critical, 22.2"_s);
    }

    void aChangeIsToldCellByCell()
    {
        LoadedFleet loaded;
        MatrixModel model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.columnCount(), 10);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        loaded.host.resolve(loaded.host.findings.first().id);

        QCOMPARE(changed.size(), 1);
        QCOMPARE(reset.size(), 0);
        QVERIFY(at(model, u"BENT01"_s, u"CoreProtect"_s).data().isNull());
    }

    void aNewPluginMakesARow()
    {
        LoadedFleet loaded;
        MatrixModel model(loaded.fleet);
        QTRY_COMPARE(model.columnCount(), 10);
        domain::Finding finding = makeFinding({u"ovh"_s, u"HUB01"_s}, u"Vault"_s, {}, {}, {});

        loaded.host.send(protocol::FindingsChanged{finding.instance, {finding}, {}});

        QCOMPARE(model.rowCount(), 7);
        QVERIFY(!model.cell(at(model, u"HUB01"_s, u"Vault"_s)).installed);
        QVERIFY(at(model, u"BENT01"_s, u"Vault"_s)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(u"not installed"));
    }

    void theServerSwitchNarrowsIt()
    {
        LoadedFleet loaded;
        MatrixModel model(loaded.fleet);
        QTRY_COMPARE(model.columnCount(), 10);

        model.setServer(u"ovh"_s);

        QCOMPARE(model.columnCount(), 4);
    }

    void aCellLeadsToItsFindings()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        MatrixView view(theme, loaded.fleet);
        QTRY_COMPARE(view.model().columnCount(), 10);
        QSignalSpy activated(&view, &MatrixView::cellActivated);

        Q_EMIT view.table().activated(at(view.model(), u"BENT01"_s, u"HuskSync"_s));

        QCOMPARE(activated.first(), (QList<QVariant>{u"BENT01"_s, u"HuskSync"_s}));
    }
};

ARCHIVESMP_TEST(TestMatrixModel)
#include "tst_matrixmodel.moc"
