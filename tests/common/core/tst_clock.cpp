// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/clock.h"

#include "tests/support/testregistry.h"

#include <QDateTime>
#include <QTest>

using namespace archivesmp;

class TestClock final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTimeZoneStaysWhatItWas()
    {
        const QDateTime local(QDate(2026, 7, 1), QTime(12, 0));
        const qint64 before = local.toSecsSinceEpoch();
        const QByteArray zone = qgetenv("TZ");

        keepTimeZone();

        QCOMPARE(QDateTime(QDate(2026, 7, 1), QTime(12, 0)).toSecsSinceEpoch(), before);
        if (!zone.isEmpty())
            QCOMPARE(qgetenv("TZ"), zone);
    }

    void aTimeZoneThatIsGivenIsKept()
    {
        const QByteArray zone = qgetenv("TZ");
        qputenv("TZ", "UTC-3");

        keepTimeZone();

        QCOMPARE(qgetenv("TZ"), "UTC-3");
        qputenv("TZ", zone);
    }
};

ARCHIVESMP_TEST(TestClock)
#include "tst_clock.moc"
