// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/findingtablemodel.h"

#include "app/client/fleet.h"
#include "app/drift/driftview.h"
#include "app/drift/findingdetail.h"
#include "app/drift/findingtext.h"
#include "app/theme/theme.h"
#include "app/widgets/diffview.h"
#include "tests/app/fakes/loadedfleet.h"
#include "tests/support/testregistry.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app::drift;
using namespace Qt::StringLiterals;
using app::widgets::FilterQuery;
using domain::Finding;
using domain::FindingKind;
using domain::Severity;
using Model = FindingTableModel;

namespace {

QStringList column(const Model &model, int number)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts.append(model.index(row, number).data(Model::SortRole).toString());
    return texts;
}

FilterQuery query(QStringView text)
{
    return FilterQuery::parse(text, Model::filterFields());
}

QString allTexts(const QWidget &widget)
{
    QString texts;
    for (const QLabel *label : widget.findChildren<QLabel *>())
        texts += label->text() + u'\n' + label->toolTip() + u'\n';
    for (const auto *view : widget.findChildren<app::widgets::DiffView *>())
        texts += view->plainText();
    return texts;
}

} // namespace

class TestFindingTableModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheWorstFirst()
    {
        LoadedFleet loaded;
        Model model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 14);

        const QStringList severities = column(model, Model::Severity);

        QCOMPARE(severities.first(), u"critical"_s);
        QCOMPARE(severities.last(), u"info"_s);
        QCOMPARE(model.finding(0)->key.toString(), u"table-prefix"_s);
    }

    void sortsByAnyColumnAndKeepsTheSelection()
    {
        LoadedFleet loaded;
        Model model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 14);
        const QPersistentModelIndex first(model.index(0, Model::Setting));

        for (int number = 0; number < Model::ColumnCount; ++number) {
            model.sort(number, Qt::AscendingOrder);
            QCOMPARE(first.data().toString(), u"table-prefix"_s);
            if (number == Model::Severity || number == Model::Since)
                continue;
            QStringList sorted = column(model, number);
            std::stable_sort(sorted.begin(), sorted.end(), [](const QString &a, const QString &b) {
                return a.compare(b, Qt::CaseInsensitive) < 0;
            });
            QCOMPARE(column(model, number), sorted);
        }
        model.sort(Model::Since, Qt::AscendingOrder);
        QVERIFY(model.finding(0)->firstSeen > model.finding(13)->firstSeen);
    }

    void filtersInTheModel_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("rows");
        QTest::newRow("everything") << QString() << 14;
        QTest::newRow("a word") << u"husksync"_s << 5;
        QTest::newRow("two words") << u"husksync dev01"_s << 3;
        QTest::newRow("a plugin") << u"plugin:CoreProtect"_s << 1;
        QTest::newRow("a severity") << u"severity:critical"_s << 2;
        QTest::newRow("a value") << u"value:co_hub01"_s << 1;
        QTest::newRow("not a value") << u"-value:co_"_s << 13;
        QTest::newRow("a kind") << u"kind:missing"_s << 1;
        QTest::newRow("a file") << u"file:cmi/config.yml"_s << 2;
        QTest::newRow("a key") << u"key:database"_s << 1;
        QTest::newRow("nothing") << u"severity:critical plugin:plan"_s << 0;
    }

    void filtersInTheModel()
    {
        QFETCH(QString, text);
        QFETCH(int, rows);
        LoadedFleet loaded;
        Model model(loaded.fleet);
        QTRY_COMPARE(model.rowCount(), 14);

        model.setFilter(query(text));

        QCOMPARE(model.rowCount(), rows);
        QCOMPARE(model.total(), 14);
    }

    void narrowingTheFilterGivesTheSameAsFilteringAnew()
    {
        LoadedFleet loaded;
        Model typed(loaded.fleet);
        Model pasted(loaded.fleet);
        QTRY_COMPARE(typed.rowCount(), 14);
        const QString text = u"husk -bent"_s;

        for (qsizetype i = 1; i <= text.size(); ++i)
            typed.setFilter(query(text.first(i)));
        pasted.setFilter(query(text));

        QCOMPARE(column(typed, Model::Setting), column(pasted, Model::Setting));
        QCOMPARE(typed.rowCount(), 3);
    }

    void changesComeAndGoRowByRow()
    {
        LoadedFleet loaded;
        Model model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 14);
        model.setFilter(query(u"-plugin:quickshop"));
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const domain::InstanceRef hub{u"ovh"_s, u"HUB01"_s};

        loaded.host.send(protocol::FindingsChanged{hub, {makeFinding(hub, u"Plan"_s, u"a"_s, "1", "2")}, {}});
        loaded.host.send(
            protocol::FindingsChanged{hub, {makeFinding(hub, u"QuickShop"_s, u"a"_s, "1", "2")}, {}});
        const FindingId gone = loaded.host.findings.first().id;
        loaded.host.resolve(gone);

        QCOMPARE(inserted.size(), 1);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(model.rowOf(gone), -1);
        model.setFilter({});
        QCOMPARE(model.rowCount(), 15);
    }

    void aSecretIsSixDotsEverywhere()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        DriftView view(theme, loaded.fleet);
        QTRY_COMPARE(view.model().rowCount(), 14);
        view.setFilterText(u"key:password"_s);
        QCOMPARE(view.model().rowCount(), 1);

        QCOMPARE(view.model().index(0, Model::Expected).data().toString(), u"••••••"_s);
        QCOMPARE(view.model().index(0, Model::Actual).data().toString(), u"•••••• differs"_s);
        view.resize(900, 600);
        view.show();
        const QString texts = allTexts(view);
        QVERIFY(!texts.contains(QString(8, u'a')));
        QVERIFY(!texts.contains(QString::fromLatin1(QByteArray(8, 'a').toHex())));
        QVERIFY(texts.contains(u"••••••"));
    }

    void equalSecretsSaySo()
    {
        Finding finding;
        finding.expected = finding.actual = domain::SecretFingerprint{QByteArray(32, 's')};

        QCOMPARE(actualText(finding), u"•••••• equal"_s);
    }

    void typesAreToldApartByQuotes()
    {
        Finding finding;
        finding.kind = FindingKind::WrongType;
        finding.expected = Value::integer(250);
        finding.actual = Value::text("250");

        QCOMPARE(expectedText(finding), u"250"_s);
        QCOMPARE(actualText(finding), u"\"250\""_s);
    }

    void valuesFromOutsideStayOnOneLine()
    {
        Finding finding;
        finding.actual = Value::text("a\nb\x1b[31m");

        QCOMPARE(actualText(finding), u"a\\nb\\x1b[31m"_s);
    }

    void everyKindHasWords()
    {
        QSet<QString> words;
        for (int i = 0; i <= static_cast<int>(FindingKind::Unreadable); ++i)
            words.insert(kindText(static_cast<FindingKind>(i)));
        QCOMPARE(words.size(), static_cast<int>(FindingKind::Unreadable) + 1);
    }

    void theDetailShowsTheHunkOfBothSides()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        DriftView view(theme, loaded.fleet);
        view.resize(1000, 700);
        view.show();
        QTRY_COMPARE(view.model().rowCount(), 14);
        QTRY_VERIFY(allTexts(view.detail()).contains(u"wins"));

        const app::widgets::DiffSides sides = sidesOf(*view.model().finding(0));

        QCOMPARE(sides.expected.at(2).text, u"table-prefix: co_BENT01_"_s);
        QCOMPARE(sides.actual.at(2).text, u"table-prefix: co_HUB01_"_s);
        QCOMPARE(sides.expected.at(2).number, 14);
        const QString texts = allTexts(view.detail());
        QVERIFY(texts.contains(u"ovh › BENT01 › CoreProtect › "));
        QVERIFY(texts.contains(u"config.yml : 14"));
        QVERIFY(texts.contains(u"Expected · instance layer"));
        QVERIFY(texts.contains(u"Actual · read 2 min ago"));
        QVERIFY(texts.contains(u"1 of 14"));
        QVERIFY(texts.contains(u"Also used by HUB01"));
    }

    void withoutAHunkTheValuesStandAlone()
    {
        const Finding finding = makeFinding({u"ovh"_s, u"HUB01"_s}, u"Plan"_s, u"a.b"_s, "1", "2");

        const app::widgets::DiffSides sides = sidesOf(finding);

        QCOMPARE(sides.expected.first().text, u"a.b: 1"_s);
        QCOMPARE(sides.actual.first().text, u"a.b: 2"_s);
        QCOMPARE(sides.actual.first().number, 14);
        QCOMPARE(sides.actual.first().text.mid(sides.actual.first().wordStart), u"2"_s);
    }

    void saysWhyAFindingCannotBeFixed()
    {
        Finding finding = makeFinding({u"ovh"_s, u"HUB01"_s}, u"Plan"_s, u"a"_s, "1", "2");
        QVERIFY(whyNotFixable(finding).isEmpty());
        finding.fix = domain::FixPreview{{}, {}, u"the value is an alias"_s};
        QVERIFY(whyNotFixable(finding).contains(u"the value is an alias"));
        finding.fix.reset();
        for (int i = 0; i <= static_cast<int>(FindingKind::Unreadable); ++i) {
            finding.kind = static_cast<FindingKind>(i);
            QCOMPARE(whyNotFixable(finding).isEmpty(), isFixable(finding.kind));
        }
        finding.kind = FindingKind::MissingPlugin;
        QVERIFY(whyNotFixable(finding).startsWith(u"Deploy…"));
    }

    void theSelectionStaysOnAFindingThatChanges()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        DriftView view(theme, loaded.fleet);
        view.show();
        QTRY_COMPARE(view.model().rowCount(), 14);
        view.step(3);
        Finding changed = *view.model().finding(3);
        changed.lastSeen = changed.lastSeen.addSecs(60);
        changed.actual = Value::text("another");
        const QSignalSpy removed(&view.model(), &QAbstractItemModel::rowsRemoved);

        loaded.host.send(protocol::FindingsChanged{changed.instance, {changed}, {}});

        QTRY_COMPARE(actualText(*view.model().finding(3)), u"another"_s);
        QCOMPARE(removed.size(), 0);
        QCOMPARE(view.table().currentIndex().row(), 3);
        QCOMPARE(view.detail().finding()->id, changed.id);
        QCOMPARE(actualText(*view.detail().finding()), u"another"_s);
    }

    void theSelectionMovesOnWhenItsFindingIsGone()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        DriftView view(theme, loaded.fleet);
        view.show();
        QTRY_COMPARE(view.model().rowCount(), 14);
        view.step(1);
        QCOMPARE(view.table().currentIndex().row(), 1);
        const FindingId neighbour = view.model().finding(2)->id;
        loaded.host.layers.insert(neighbour, {{domain::Layer::Universal, Value::text("x"), {}, {}, true}});

        loaded.host.resolve(view.model().finding(1)->id);

        QCOMPARE(view.detail().finding()->id, neighbour);
        QCOMPARE(view.selectedFixable(), QList<FindingId>{neighbour});
        QVERIFY(view.table().selectionModel()->isRowSelected(1, {}));
        QTRY_VERIFY(view.detail().findChild<QFrame *>(u"layer"_s) != nullptr);
    }

    void aFilterKeepsTheSelectionWhereItCan()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        DriftView view(theme, loaded.fleet);
        view.show();
        QTRY_COMPARE(view.model().rowCount(), 14);
        view.showFirstOf(u"hetzner/MINI01"_s);
        const FindingId held = view.detail().finding()->id;
        QCOMPARE(view.detail().finding()->instance.name, u"MINI01"_s);

        view.setFilterText(u"mini01"_s);
        QCOMPARE(view.detail().finding()->id, held);
        view.setFilterText({});

        QCOMPARE(view.detail().finding()->id, held);
        QCOMPARE(view.table().currentIndex().row(), view.model().rowOf(held));
    }

    void rowsAreCopiedAsColumns()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        DriftView view(theme, loaded.fleet);
        view.show();
        QTRY_COMPARE(view.model().rowCount(), 14);

        QTest::keyClick(&view.table(), Qt::Key_C, Qt::ControlModifier);

        const QStringList cells = QApplication::clipboard()->text().split(u'\t');
        QCOMPARE(cells.size(), static_cast<int>(Model::ColumnCount));
        QCOMPARE(cells.mid(0, 5),
                 (QStringList{u"critical"_s, u"ovh"_s, u"BENT01"_s, u"CoreProtect"_s, u"table-prefix"_s}));
    }

    void anEmptyTableSaysWhy()
    {
        FakeHost host;
        fillWithSample(host);
        host.findings.clear();
        app::client::Fleet fleet;
        const app::theme::Theme theme;
        DriftView view(theme, fleet);
        view.show();
        QVERIFY(allTexts(view).contains(u"Add a connection"));
        QVERIFY(!allTexts(view).contains(u"Loading"));

        fleet.addSession(host.makeSession(u"wss://host"_s));
        QVERIFY(allTexts(view).contains(u"Loading the findings"));

        QTRY_VERIFY(allTexts(view).contains(u"No drift."));
        QSignalSpy asked(&view, &DriftView::scanRequested);
        for (QPushButton *button : view.findChildren<QPushButton *>()) {
            if (button->text() == u"Scan again"_s)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(asked.size(), 1);
    }

    void aFilterWithoutHitsOffersToClearIt()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        DriftView view(theme, loaded.fleet);
        view.show();
        QTRY_COMPARE(view.model().rowCount(), 14);

        view.setFilterText(u"no such thing"_s);

        QVERIFY(allTexts(view).contains(u"14 findings are hidden by it."));
    }

    void layoutIsKept()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        DriftView view(theme, loaded.fleet);
        view.table().setColumnWidth(Model::Plugin, 222);

        DriftView again(theme, loaded.fleet);
        again.restoreLayout(view.saveLayout());
        again.restoreLayout("nonsense");

        QCOMPARE(again.table().columnWidth(Model::Plugin), 222);
    }

    void manyFindingsAreFilteredAtOnce()
    {
        FakeHost host;
        fillWithSample(host);
        const QList<Finding> few = std::exchange(host.findings, {});
        for (int i = 0; i < 10'000; ++i) {
            Finding finding = few.at(i % 6);
            finding.key = KeyPath::fromString(u"key.number%1"_s.arg(i));
            finding.fix.reset();
            finding.id = findingId(finding);
            host.findings.append(finding);
        }
        app::client::Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        Model model(fleet);
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 10'000, 20'000);
        QElapsedTimer timer;
        timer.start();

        model.setFilter(query(u"number99"));

        qInfo("filter 10 000 findings: %lld µs", static_cast<long long>(timer.nsecsElapsed() / 1000));
        QCOMPARE(model.rowCount(), 111);
    }
};

ARCHIVESMP_TEST(TestFindingTableModel)
#include "tst_findingtablemodel.moc"
