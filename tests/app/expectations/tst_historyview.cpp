// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/historyview.h"

#include "app/client/fleet.h"
#include "app/expectations/versiontablemodel.h"
#include "app/theme/theme.h"
#include "app/widgets/statepanel.h"
#include "tests/app/fakes/fakehost.h"
#include "tests/app/fakes/widgetsearch.h"
#include "tests/support/testregistry.h"

#include <QAbstractItemModelTester>
#include <QInputDialog>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app;
using namespace archivesmp::app::expectations;
using namespace Qt::StringLiterals;
using protocol::VersionEntry;
using protocol::VersionSummary;
using Model = VersionTableModel;

namespace {

VersionEntry entry(qint64 version, const QString &reason)
{
    VersionSummary summary;
    summary.changed = 1;
    summary.examples = {u"ReSpawn: ReSpawn.Enabled for BENT01: false → true"_s};
    return {version, u"ada"_s, QDateTime(QDate(2026, 3, 4), QTime(5, 6), Qt::UTC), reason, summary, 0};
}

struct Page
{
    Page()
    {
        fillWithSample(host);
        host.versions = {entry(2, u"accepted"_s), entry(1, u"import"_s)};
        fleet.addSession(host.makeSession(u"wss://host"_s));
        view.resize(900, 400);
    }

    FakeHost host;
    client::Fleet fleet;
    theme::Theme theme;
    HistoryView view{theme, fleet};
    const QAbstractItemModelTester tester{&view.model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest};
};

} // namespace

class TestHistoryView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSummaryCountsWhatChanged()
    {
        QCOMPARE(summaryText({}), u"nothing changed"_s);
        VersionSummary summary;
        summary.added = 1;
        summary.changed = 2;
        summary.removed = 3;
        summary.cells = 1;
        summary.rules = 4;
        summary.aliases = 1;
        QCOMPARE(summaryText(summary),
                 u"1 setting added, 2 settings changed, 3 settings removed, 1 cell of the matrix, "
                 "4 rules, 1 alias"_s);
    }

    void aRowSaysTheWholeVersion()
    {
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        VersionEntry undo = entry(3, u"by mistake"_s);
        undo.undoes = 2;
        model.setVersions({undo, entry(2, u"accepted"_s)});

        const auto cell = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(cell(0, Model::Version), u"3"_s);
        QCOMPARE(cell(0, Model::Change), u"Took version 2 back: 1 setting changed"_s);
        QCOMPARE(cell(1, Model::Change), u"1 setting changed"_s);
        QCOMPARE(cell(1, Model::Author), u"ada"_s);
        QCOMPARE(cell(1, Model::Reason), u"accepted"_s);
        QVERIFY(!cell(1, Model::At).isEmpty());
        QCOMPARE(model.rowOf(2), 1);
        QCOMPARE(model.rowOf(9), -1);
    }

    void theNewestIsShownWithWhatItChanged()
    {
        Page page;
        QTRY_VERIFY(page.fleet.hasLoaded());
        page.view.show();

        QTRY_COMPARE(page.view.model().rowCount(), 2);
        QVERIFY(page.view.table().isVisible());
        QCOMPARE(page.view.table().currentIndex().row(), 0);
        QVERIFY(page.view.findChild<QPlainTextEdit *>()->toPlainText().contains(u"false → true"_s));
    }

    void onlyTheNewestIsTakenBackAndOnlyWithAReason()
    {
        Page page;
        QTRY_VERIFY(page.fleet.hasLoaded());
        page.view.show();
        QTRY_COMPARE(page.view.model().rowCount(), 2);
        auto *undo = button(&page.view, u"Take this version back…"_s);
        QSignalSpy asked(&page.view, &HistoryView::undoRequested);
        page.view.table().selectRow(1);
        QVERIFY(!undo->isEnabled());
        page.view.table().selectRow(0);

        QTest::mouseClick(undo, Qt::LeftButton);
        auto *dialog = visibleChild<QInputDialog>(&page.view);
        QVERIFY(dialog != nullptr);
        dialog->accept();
        QCOMPARE(asked.size(), 0);
        QTest::mouseClick(undo, Qt::LeftButton);
        dialog = visibleChild<QInputDialog>(&page.view);
        dialog->setTextValue(u" by mistake "_s);
        dialog->accept();

        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().at(0).toLongLong(), 2);
        QCOMPARE(asked.first().at(1).toString(), u"by mistake"_s);
    }

    void aRefreshKeepsTheSelection()
    {
        Page page;
        QTRY_VERIFY(page.fleet.hasLoaded());
        page.view.show();
        QTRY_COMPARE(page.view.model().rowCount(), 2);
        page.view.table().selectRow(1);
        page.host.versions.prepend(entry(3, u"another"_s));

        page.view.refresh();

        QTRY_COMPARE(page.view.model().rowCount(), 3);
        QCOMPARE(page.view.table().currentIndex().row(), 2);
    }

    void emptyAndFailedAreSaid()
    {
        Page page;
        QTRY_VERIFY(page.fleet.hasLoaded());
        auto *state = page.view.findChild<widgets::StatePanel *>();
        page.host.nextError = Error{ErrorCode::Timeout, u"too slow"_s};
        page.view.show();
        QTRY_COMPARE(state->state().what, u"The history cannot be read."_s);
        page.host.versions.clear();

        page.view.refresh();

        QTRY_COMPARE(state->state().what, u"Nothing is expected yet."_s);
    }
};

ARCHIVESMP_TEST(TestHistoryView)
#include "tst_historyview.moc"
