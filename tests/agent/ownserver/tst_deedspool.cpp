// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/deedspool.h"

#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;
using agent::ownserver::DeedSpool;
using protocol::LocalDeed;

class TestDeedSpool final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;

    [[nodiscard]] DeedSpool spool() const { return DeedSpool(_sandbox->path(u"deeds"_s)); }
    [[nodiscard]] static LocalDeed deed(const QString &job, int minute)
    {
        return {u"ovh"_s,
                JobId(job),
                QDateTime(QDate(2026, 1, 2), QTime(3, minute), Qt::UTC),
                u"jane"_s,
                u"job.instance_power"_s,
                u"stop ovh/BENT01"_s};
    }

private Q_SLOTS:
    void init() { _sandbox = std::make_unique<tests::Sandbox>(); }

    void theyWaitInTheirOrderUntilTheyAreRemoved()
    {
        QVERIFY(spool().put(deed(u"aaaa"_s, 2)));
        QVERIFY(spool().put(deed(u"bbbb"_s, 1)));

        QCOMPARE(spool().waiting(), (QList<LocalDeed>{deed(u"bbbb"_s, 1), deed(u"aaaa"_s, 2)}));
        QVERIFY(spool().remove(deed(u"bbbb"_s, 1)));
        QCOMPARE(spool().waiting(), QList<LocalDeed>{deed(u"aaaa"_s, 2)});
    }

    void theFilesAreTheOwnersAlone()
    {
        QVERIFY(spool().put(deed(u"aaaa"_s, 2)));

        const QString file = _sandbox->path(_sandbox->files(u"deeds"_s).first());
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void theSameDeedIsThereOnce()
    {
        QVERIFY(spool().put(deed(u"aaaa"_s, 2)));
        QVERIFY(spool().put(deed(u"aaaa"_s, 2)));

        QCOMPARE(spool().waiting().size(), 1);
    }

    void unreadableOnesAreSetAside()
    {
        _sandbox->write(u"deeds/broken.json"_s, "{\"server\":");
        QVERIFY(spool().put(deed(u"aaaa"_s, 2)));

        QCOMPARE(spool().waiting().size(), 1);
        QVERIFY(_sandbox->has(u"deeds/broken.json.unreadable"_s));
    }
};

ARCHIVESMP_TEST(TestDeedSpool)
#include "tst_deedspool.moc"
