// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/tokens.h"

#include "app/theme/iconset.h"
#include "app/theme/stylesheet.h"
#include "app/theme/theme.h"
#include "tests/support/testregistry.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QPalette>
#include <QSignalSpy>
#include <QStyleOptionViewItem>
#include <QTest>

using namespace archivesmp::app::theme;
using namespace Qt::StringLiterals;

class TestTokens final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsThatOfTheStandard()
    {
        QCOMPARE(qRound(contrastRatio(Qt::black, Qt::white) * 10), 210);
        QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
        QCOMPARE(contrastRatio(Qt::blue, Qt::white), contrastRatio(Qt::white, Qt::blue));
    }

    void everyPairInUseCanBeRead_data()
    {
        QTest::addColumn<QColor>("foreground");
        QTest::addColumn<QColor>("background");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            for (const ColourPair &pair : pairsInUse(tokensFor(scheme)))
                QTest::newRow(qPrintable((scheme == Scheme::Light ? u"light: "_s : u"dark: "_s) + pair.name))
                    << pair.foreground << pair.background;
        }
    }

    void everyPairInUseCanBeRead()
    {
        QFETCH(QColor, foreground);
        QFETCH(QColor, background);

        const double ratio = contrastRatio(foreground, background);

        QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
    }

    void serversAreToldApartByTheirBands()
    {
        Theme theme;
        theme.setPreference(Theme::Preference::Light);

        QVERIFY(theme.bandFor(0) != theme.bandFor(1));
        QCOMPARE(theme.bandFor(theme.tokens().bands.size()), theme.bandFor(0));
    }

    void anEmptyTickBoxCanBeSeen_data()
    {
        QTest::addColumn<Theme::Preference>("preference");
        QTest::addColumn<QStyle::PrimitiveElement>("element");
        for (const auto element : {QStyle::PE_IndicatorCheckBox, QStyle::PE_IndicatorItemViewItemCheck}) {
            QTest::addRow("light %d", element) << Theme::Preference::Light << element;
            QTest::addRow("dark %d", element) << Theme::Preference::Dark << element;
        }
    }

    void anEmptyTickBoxCanBeSeen()
    {
        QFETCH(Theme::Preference, preference);
        QFETCH(QStyle::PrimitiveElement, element);
        Theme theme;
        theme.setPreference(preference);
        theme.apply();
        const auto drawn = [&](QStyle::State state) {
            QImage image(18, 18, QImage::Format_ARGB32_Premultiplied);
            image.fill(theme.tokens().surface);
            QPainter painter(&image);
            QStyleOptionViewItem option;
            option.rect = image.rect();
            option.palette = QApplication::palette();
            option.state = QStyle::State_Enabled | state;
            QApplication::style()->drawPrimitive(element, &option, &painter);
            return image;
        };

        const QImage empty = drawn(QStyle::State_Off);
        QVERIFY(contrastRatio(empty.pixelColor(9, 0), theme.tokens().surface) >= 3);
        QVERIFY(empty != drawn(QStyle::State_On));
        QVERIFY(empty != drawn(QStyle::State_NoChange));
        QVERIFY(drawn(QStyle::State_On) != drawn(QStyle::State_NoChange));
    }

    void aChoiceOfTheUserIsAppliedAtOnce()
    {
        Theme theme;
        QSignalSpy changed(&theme, &Theme::changed);

        theme.setPreference(Theme::Preference::Dark);

        QCOMPARE(changed.size(), 1);
        QCOMPARE(QApplication::palette().color(QPalette::Base), tokensFor(Scheme::Dark).surface);
        QCOMPARE(QApplication::palette().color(QPalette::Disabled, QPalette::Text),
                 tokensFor(Scheme::Dark).off);
        theme.setPreference(Theme::Preference::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Base), tokensFor(Scheme::Light).surface);
        theme.setPreference(Theme::Preference::Light);
        QCOMPARE(changed.size(), 2);
    }

    void theStyleSheetHoldsNoPlaceholder()
    {
        Theme theme;
        for (const auto preference : {Theme::Preference::Light, Theme::Preference::Dark}) {
            theme.setPreference(preference);
            const QString sheet = styleSheetFor(theme);
            QVERIFY(!sheet.contains(u'@'));
            QVERIFY(!sheet.contains(u'$'));
            QVERIFY(sheet.contains(theme.tokens().accent.name()));
        }
    }

    void sizesFollowTheFont()
    {
        const QFont before = QApplication::font();
        Theme theme;
        QFont font = before;
        font.setPixelSize(13);
        QApplication::setFont(font);
        const int small = theme.rowHeight(Theme::Row::Tree);
        QVERIFY(theme.fixedFont().pixelSize() < 13);
        QVERIFY(theme.headingFont().pixelSize() < 13);

        font.setPixelSize(26);
        QApplication::setFont(font);

        QVERIFY(qAbs(theme.rowHeight(Theme::Row::Tree) - 2 * small) <= 2);
        QVERIFY(theme.spacing(2) > theme.spacing(1));
        QApplication::setFont(before);
    }

    void everyIconIsDrawnInTheColourAskedFor()
    {
        QVERIFY(iconNames().size() > 20);
        for (const QString &name : iconNames()) {
            const QImage image
                = themedIcon(name, QColor(Qt::red), QColor(Qt::blue)).pixmap(QSize(24, 24)).toImage();
            int drawn = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor colour = image.pixelColor(x, y);
                    if (colour.alpha() < 200)
                        continue;
                    ++drawn;
                    QVERIFY2(colour.red() > 200 && colour.blue() < 60, qPrintable(name));
                }
            }
            QVERIFY2(drawn > 0, qPrintable(name));
        }
        QVERIFY(themedIcon(u"no such drawing"_s, tokensFor(Scheme::Light)).isNull());
    }

    void aDisabledIconIsDrawnQuietly()
    {
        const QImage image = themedIcon(u"scan"_s, QColor(Qt::red), QColor(Qt::blue))
                                 .pixmap(QSize(24, 24), QIcon::Disabled)
                                 .toImage();
        bool blue = false;
        for (int x = 0; x < image.width(); ++x)
            blue = blue || (image.pixelColor(x, 12).alpha() > 200 && image.pixelColor(x, 12).blue() > 200);
        QVERIFY(blue);
    }
};

ARCHIVESMP_TEST(TestTokens)
#include "tst_tokens.moc"
