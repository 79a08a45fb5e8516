// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/agetext.h"

#include "tests/support/testregistry.h"

#include <QTest>

#include <ctime>
#include <optional>

using namespace archivesmp::app::widgets;
using namespace Qt::StringLiterals;

namespace {

// While it lives, this is where we are.
class LocalZone final
{
public:
    explicit LocalZone(const char *name)
        : _before(qEnvironmentVariableIsSet("TZ") ? std::optional(qgetenv("TZ")) : std::nullopt)
    {
        qputenv("TZ", name);
        tzset();
    }
    ~LocalZone()
    {
        _before ? qputenv("TZ", *_before) : qunsetenv("TZ");
        tzset();
    }

private:
    Q_DISABLE_COPY_MOVE(LocalZone)
    std::optional<QByteArray> _before;
};

} // namespace

class TestAgeText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agesAreShort_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("future") << qint64(-100) << u"now"_s;
        QTest::newRow("now") << qint64(0) << u"now"_s;
        QTest::newRow("seconds") << qint64(59) << u"59 s"_s;
        QTest::newRow("a minute") << qint64(60) << u"1 min"_s;
        QTest::newRow("just below an hour") << qint64(3599) << u"59 min"_s;
        QTest::newRow("hours") << qint64(3 * 3600) << u"3 h"_s;
        QTest::newRow("days") << qint64(4 * 86400 + 5) << u"4 d"_s;
    }

    void agesAreShort()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, text);
        const QDateTime now(QDate(2026, 3, 4), QTime(5, 6, 7), Qt::UTC);

        QCOMPARE(ageText(now.addSecs(-seconds), now), text);
    }

    void whatIsPastIsSaidSo()
    {
        const QDateTime now(QDate(2026, 3, 4), QTime(5, 6, 7), Qt::UTC);

        QCOMPARE(agoText(now, now), u"just now"_s);
        QCOMPARE(agoText(now.addSecs(-120), now), u"2 min ago"_s);
        QVERIFY(agoText({}, now).isEmpty());
    }

    void anUnknownTimeHasNoAge()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        QVERIFY(ageText({}, now).isEmpty());
        QVERIFY(exactTimeText({}).isEmpty());
        QVERIFY(shortTimeText({}, now).isEmpty());
    }

    void exactTimesAreInBothZones()
    {
        const QDateTime time(QDate(2026, 3, 4), QTime(5, 6, 7), Qt::UTC);
        {
            const LocalZone zone("CET-1");
            QCOMPARE(exactTimeText(time), u"2026-03-04 06:06:07 CET\n2026-03-04 05:06:07 UTC"_s);
        }
        const LocalZone zone("UTC0");
        QCOMPARE(exactTimeText(time), u"2026-03-04 05:06:07 UTC"_s);
    }

    void timesOfOtherDaysNameTheDay()
    {
        const QDateTime now = QDateTime(QDate(2026, 3, 4), QTime(15, 0), Qt::LocalTime);

        QCOMPARE(shortTimeText(now.addSecs(-3600), now), u"14:00"_s);
        QVERIFY(shortTimeText(now.addDays(-2), now).contains(u"15:00"));
        QVERIFY(shortTimeText(now.addYears(-1), now).contains(u"2025"));
        QVERIFY(shortTimeText(now.addDays(-2), now).size() > 5);
    }
};

ARCHIVESMP_TEST(TestAgeText)
#include "tst_agetext.moc"
