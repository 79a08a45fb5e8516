// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/theme.h"
#include "app/widgets/focus.h"
#include "app/widgets/searchfield.h"
#include "app/widgets/selection.h"
#include "app/widgets/statepanel.h"
#include "tests/support/testregistry.h"

#include <QApplication>
#include <QImage>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTest>
#include <QTreeView>
#include <QVBoxLayout>

using namespace archivesmp::app;
using namespace archivesmp::app::widgets;
using namespace Qt::StringLiterals;

// Where the keys go while the window changes.
class TestFocus final : public QObject
{
    Q_OBJECT

    theme::Theme _theme;

    static void open(QWidget &window)
    {
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
    }

private Q_SLOTS:
    void theFirstStopIsTheFirstThatTakesTheKeys()
    {
        QWidget window;
        auto *hidden = new QLineEdit(&window);
        auto *disabled = new QPushButton(&window);
        auto *wanted = new QLineEdit(&window);
        auto *last = new QPushButton(&window);
        hidden->hide();
        disabled->setEnabled(false);
        open(window);

        QCOMPARE(firstStop(window), wanted);
        QCOMPARE(lastStop(window), last);
        wanted->hide();
        last->hide();
        QVERIFY(firstStop(window) == nullptr);
    }

    void aPageThatGoesHandsItsFocusOn()
    {
        QStackedWidget stack;
        auto *table = new QTreeView(&stack);
        auto *panel = new StatePanel(_theme, &stack);
        stack.addWidget(table);
        stack.addWidget(panel);
        open(stack);
        table->setFocus();

        showPage(stack, panel);
        QVERIFY(panel->hasFocus());
        panel->setState({Glyph::Check, Tone::Good, u"No drift."_s, {}, u"Scan again"_s});
        auto *action = panel->findChild<QPushButton *>();
        QVERIFY(action->hasFocus());
        panel->setState({});
        QVERIFY(panel->hasFocus());

        showPage(stack, table);
        QVERIFY(table->hasFocus());
    }

    void aPageWithoutTheFocusTakesNone()
    {
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        auto *edit = new QLineEdit(&window);
        auto *stack = new QStackedWidget(&window);
        stack->addWidget(new QTreeView(stack));
        stack->addWidget(new QTreeView(stack));
        layout->addWidget(edit);
        layout->addWidget(stack);
        open(window);
        edit->setFocus();

        showPage(*stack, stack->widget(1));

        QVERIFY(edit->hasFocus());
    }

    void aSearchIsClearedAndLeftByKeys()
    {
        SearchField field(_theme, u"Filter …"_s, u"Filter findings"_s);
        const QSignalSpy left(&field, &SearchField::resultsRequested);

        QTest::keyClicks(&field, u"plugin"_s);
        QTest::keyClick(&field, Qt::Key_Return);
        QTest::keyClick(&field, Qt::Key_Down);
        QCOMPARE(left.count(), 2);
        QCOMPARE(field.text(), u"plugin"_s);
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(field.text(), QString());
    }

    void theKeysComeInToARowThatIsSelected()
    {
        QWidget window;
        auto *edit = new QLineEdit(&window);
        auto *view = new QTreeView(&window);
        QStandardItemModel model(3, 1);
        view->setModel(&model);
        selectWhereKeysComeIn(*view);
        open(window);
        edit->setFocus();
        QVERIFY(!view->selectionModel()->hasSelection());

        QTest::keyClick(edit, Qt::Key_Tab);
        QVERIFY(view->hasFocus());
        QVERIFY(view->selectionModel()->isSelected(model.index(0, 0)));

        view->setCurrentIndex(model.index(2, 0));
        edit->setFocus();
        QTest::keyClick(edit, Qt::Key_Tab);
        QVERIFY(view->selectionModel()->isSelected(model.index(2, 0)));
    }

    void theRowOfTheKeysIsFramed()
    {
        QWidget window;
        auto *edit = new QLineEdit(&window);
        auto *view = new QTreeView(&window);
        QStandardItemModel model(3, 1);
        view->setModel(&model);
        view->setCurrentIndex(model.index(1, 0));
        open(window);
        QStyleOptionViewItem option;
        option.widget = view;
        option.rect = QRect(0, 0, 60, 20);
        const auto framed = [&](int row) {
            QImage image(60, 20, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintRowFocus(painter, option, model.index(row, 0), _theme);
            return image.pixelColor(30, 0) == _theme.tokens().accent;
        };

        view->setFocus();
        QVERIFY(framed(1) && !framed(0));
        edit->setFocus();
        QVERIFY(!framed(1));
    }
};

ARCHIVESMP_TEST(TestFocus)
#include "tst_focus.moc"
