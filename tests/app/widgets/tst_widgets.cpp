// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/theme.h"
#include "app/widgets/badge.h"
#include "app/widgets/diffview.h"
#include "app/widgets/elidedlabel.h"
#include "app/widgets/rowglow.h"
#include "app/widgets/searchfield.h"
#include "app/widgets/segmentedcontrol.h"
#include "app/widgets/selection.h"
#include "app/widgets/statepanel.h"
#include "app/widgets/textlabel.h"
#include "tests/support/testregistry.h"

#include <QApplication>
#include <QClipboard>
#include <QImage>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace archivesmp::app;
using namespace archivesmp::app::widgets;
using namespace Qt::StringLiterals;

namespace {

QImage drawn(Glyph glyph)
{
    QImage image(20, 20, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintGlyph(painter, QRectF(2, 2, 16, 16), glyph, Qt::black);
    return image;
}

} // namespace

class TestWidgets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStateHasAShapeOfItsOwn()
    {
        QList<QImage> shapes;
        for (int i = 0; i <= static_cast<int>(Glyph::Back); ++i) {
            const QImage shape = drawn(static_cast<Glyph>(i));
            QVERIFY2(!shapes.contains(shape), qPrintable(QString::number(i)));
            shapes.append(shape);
        }
    }

    void urgencyRisesFromDiscToDiamond()
    {
        QCOMPARE(urgencyMark(0).glyph, Glyph::Disc);
        QCOMPARE(urgencyMark(1).glyph, Glyph::Triangle);
        QCOMPARE(urgencyMark(2).glyph, Glyph::Diamond);
        QCOMPARE(urgencyMark(2).tone, Tone::Critical);
    }

    void aBadgeGrowsWithItsText()
    {
        const QFont font = QApplication::font();
        QVERIFY(badgeWidth(u"1234"_s, font) > badgeWidth(u"1"_s, font));
        QImage image(60, 24, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        const double width = paintBadge(painter, QRectF(0, 0, 60, 24), u"7"_s, font, Tone::Critical,
                                        theme::tokensFor(theme::Scheme::Light));
        QCOMPARE(width, badgeWidth(u"7"_s, font));
        QCOMPARE(image.pixelColor(2, 12), QColor(Qt::white));
        QVERIFY(image.pixelColor(57, 12) != QColor(Qt::white));
    }

    void aBarIsFilledByItsFraction()
    {
        QImage image(100, 20, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintBar(painter, QRectF(0, 0, 100, 20), 0.5, Qt::blue, Qt::gray);

        QCOMPARE(image.pixelColor(25, 10), QColor(Qt::blue));
        QCOMPARE(image.pixelColor(75, 10), QColor(Qt::gray));
    }

    void theSwitchTellsOfEachChoiceOnce()
    {
        SegmentedControl control;
        QSignalSpy changed(&control, &SegmentedControl::currentChanged);
        control.setChoices({{QString(), u"All"_s}, {u"ovh"_s, u"ovh"_s}});
        QCOMPARE(changed.size(), 0);

        const auto buttons = control.findChildren<QPushButton *>();
        QTest::mouseClick(buttons.at(1), Qt::LeftButton);
        QTest::mouseClick(buttons.at(1), Qt::LeftButton);

        QCOMPARE(changed.size(), 1);
        QCOMPARE(control.current(), u"ovh"_s);
    }

    void theSwitchKeepsItsChoiceWhileItIsThere()
    {
        SegmentedControl control;
        control.setChoices({{QString(), u"All"_s}, {u"ovh"_s, u"ovh"_s}});
        control.setCurrent(u"ovh"_s);
        QSignalSpy changed(&control, &SegmentedControl::currentChanged);

        control.setChoices({{QString(), u"All"_s}, {u"hetzner"_s, u"hetzner"_s}, {u"ovh"_s, u"ovh"_s}});
        QCOMPARE(control.current(), u"ovh"_s);
        QCOMPARE(changed.size(), 0);

        control.setChoices({{QString(), u"All"_s}, {u"hetzner"_s, u"hetzner"_s}});
        QCOMPARE(control.current(), QString());
        QCOMPARE(changed.size(), 1);
    }

    void aStateSaysWhatWhyAndWhatToDo()
    {
        const theme::Theme theme;
        StatePanel panel(theme);
        QSignalSpy asked(&panel, &StatePanel::actionRequested);
        panel.setState({Glyph::Check, Tone::Good, u"No drift."_s, u"All is as expected."_s, u"Scan again"_s});
        panel.resize(300, 200);
        panel.show();

        QCOMPARE(panel.accessibleName(), u"No drift."_s);
        QTest::mouseClick(panel.findChild<QPushButton *>(), Qt::LeftButton);

        QCOMPARE(asked.size(), 1);
        panel.setState({Glyph::None, Tone::Text, u"Nothing."_s, {}, {}});
        QVERIFY(!panel.findChild<QPushButton *>()->isVisible());
    }

    void labelsShowMarkupAsItIs()
    {
        QWidget parent;
        QCOMPARE(plainLabel(u"<b>x</b>"_s, &parent)->textFormat(), Qt::PlainText);
    }

    void aLabelWithoutRoomGivesWayInItsMiddle()
    {
        const QString text = u"plugins/LanternWarps-3.9.9.jar → LanternWarps-3.99.0.jar"_s;
        ElidedLabel label(text);
        label.resize(label.sizeHint());
        const auto ink = [&label](double from, double to) {
            const QImage image = label.grab().toImage();
            const QRgb ground = image.pixel(image.width() - 1, image.height() - 1);
            int count = 0;
            for (int x = int(image.width() * from); x < int(image.width() * to); ++x)
                for (int y = 0; y < image.height(); ++y)
                    count += image.pixel(x, y) == ground ? 0 : 1;
            return count;
        };
        QVERIFY(ink(0.9, 1) > 0);
        label.setContentsMargins(8, 0, 40, 0);
        label.resize(200, label.height());
        QVERIFY(label.minimumSizeHint().width() < 100);
        QVERIFY(ink(0.1, 0.7) > 0);
        QCOMPARE(ink(0.82, 1), 0); // its margin stays free
    }

    void aDiffIsReadAndCopiedAsText()
    {
        const theme::Theme theme;
        DiffView view(theme);
        view.setLines(parseUnifiedDiff(u"@@ -1,2 +1,2 @@\n a\n-b\n+c\n"_s));
        view.resize(300, 200);
        view.show();
        view.setFocus();

        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);

        QCOMPARE(QApplication::clipboard()->text(), u" a\n-b\n+c\n"_s);
        QCOMPARE(view.accessibleDescription(), u" a\n-b\n+c\n"_s);
    }

    void aDiffStandsOnItsColours()
    {
        theme::Theme theme;
        theme.setPreference(theme::Theme::Preference::Light);
        DiffView view(theme);
        view.setLines(parseUnifiedDiff(u"@@ -1,2 +1,2 @@\n-b\n+c\n"_s));
        view.resize(300, 200);

        const QImage image = view.grab().toImage();
        const int row = theme.rowHeight(theme::Theme::Row::Diff);

        QCOMPARE(image.pixelColor(250, row / 2), theme.tokens().actualLine);
        QCOMPARE(image.pixelColor(250, row + row / 2), theme.tokens().expectedLine);
        QCOMPARE(image.pixelColor(250, 3 * row), theme.tokens().surface);
    }

    void everyButtonInASearchFieldHasAName()
    {
        const theme::Theme theme;
        const SearchField field(theme, u"Filter …"_s, u"Filter findings"_s);
        const QList<QToolButton *> buttons = field.findChildren<QToolButton *>();

        QCOMPARE(buttons.size(), 2);
        for (const QToolButton *button : buttons)
            QVERIFY(!button->accessibleName().isEmpty());
        QCOMPARE(field.accessibleName(), u"Filter findings"_s);
    }

    void aChangedRowGlowsForASecondOnceArmed()
    {
        QStandardItemModel model(2, 2);
        QTreeView view;
        view.setModel(&model);
        RowGlow glow(view);

        glow.start(model.index(0, 0));
        QCOMPARE(glow.strength(model.index(0, 0)), 0.0);
        glow.arm();
        QCoreApplication::processEvents();
        glow.start(model.index(0, 1));

        QVERIFY(glow.strength(model.index(0, 0)) > 0);
        QVERIFY(glow.strength(model.index(0, 1)) > 0);
        QCOMPARE(glow.strength(model.index(1, 0)), 0.0);
        QTRY_COMPARE_WITH_TIMEOUT(glow.strength(model.index(0, 0)), 0.0, 3000);
    }

    void aSelectionByAScreenReaderBecomesCurrent()
    {
        QStandardItemModel model(3, 1);
        QTreeView view;
        view.setModel(&model);
        letCurrentFollowSelection(view);
        view.setCurrentIndex(model.index(0, 0));

        view.clearSelection();
        view.selectionModel()->select(model.index(2, 0), QItemSelectionModel::Select);

        QCOMPARE(view.currentIndex().row(), 2);
        QVERIFY(view.selectionModel()->isSelected(model.index(2, 0)));
    }

    void soDoesOneMoreBesideTheOthers()
    {
        QStandardItemModel model(3, 1);
        QTreeView view;
        view.setSelectionMode(QAbstractItemView::ExtendedSelection);
        view.setModel(&model);
        letCurrentFollowSelection(view);
        view.setCurrentIndex(model.index(0, 0));

        view.selectionModel()->select(model.index(1, 0), QItemSelectionModel::Select);
        QCOMPARE(view.currentIndex().row(), 1);

        view.setCurrentIndex(model.index(0, 0));
        view.selectAll();
        QCOMPARE(view.currentIndex().row(), 0);
    }
};

ARCHIVESMP_TEST(TestWidgets)
#include "tst_widgets.moc"
