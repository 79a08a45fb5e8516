// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/journalfolder.h"

#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::jobs;
using namespace Qt::StringLiterals;

class TestJournalFolder final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;

    [[nodiscard]] JournalFolder folder() const { return JournalFolder(_sandbox->path(u"journal"_s)); }
    [[nodiscard]] static domain::Job job(int number, const QString &instance = u"DEV01"_s)
    {
        domain::Job job;
        job.id = JobId(u"00000000-0000-4000-8000-00000000000"_s + QString::number(number));
        job.type = domain::JobType::PluginDeploy;
        job.server = u"hetzner"_s;
        job.instance = instance;
        job.fence = 7;
        job.payload = domain::DeployPayload{.sha256 = QByteArray(32, 'a'), .fileName = u"A.jar"_s};
        return job;
    }

private Q_SLOTS:
    void init() { _sandbox = std::make_unique<tests::Sandbox>(); }

    void findsTheJobsThatWereLeftOpen()
    {
        QVERIFY(folder().of(job(1)));
        QVERIFY(folder().of(job(2)));
        QVERIFY(folder().close(u"DEV01"_s, job(2).id));

        QCOMPARE(folder().unfinished(), QList<domain::Job>{job(1)});
    }

    void anUnfinishedJobKeepsOthersFromTheInstance()
    {
        QVERIFY(folder().of(job(1)));

        QCOMPARE(folder().mayChange(job(2)).error().code, ErrorCode::Busy);
        QVERIFY(folder().mayChange(job(1)));
        QVERIFY(folder().mayChange(job(2, u"DEV02"_s)));
        QVERIFY(folder().close(u"DEV01"_s, job(1).id));
        QVERIFY(folder().mayChange(job(2)));
    }

    void anInstanceThatNeedsAnOperatorIsLockedButForItsRollback()
    {
        auto journal = folder().of(job(1));
        QVERIFY(journal->append({{u"step"_s, u"needs_operator"_s}}));
        QVERIFY(folder().close(u"DEV01"_s, job(1).id));

        const auto other = folder().mayChange(job(2));
        QCOMPARE(other.error().code, ErrorCode::Conflict);
        QVERIFY(other.error().message.contains(job(1).id.toString()));
        QVERIFY(folder().mayChange(job(2), job(1).id));

        QVERIFY(journal->append({{u"step"_s, u"released"_s}}));
        QVERIFY(folder().mayChange(job(2)));
    }

    void b68AJournalOfANewerVersionLocksItsInstance()
    {
        QVERIFY(folder().of(job(1)));
        const QString file = u"journal/DEV01/"_s + job(1).id.toString() + u".jnl"_s;
        QByteArray bytes = _sandbox->read(file);
        bytes[7] = '9';
        _sandbox->write(file, bytes);

        QCOMPARE(folder().mayChange(job(2)).error().code, ErrorCode::Conflict);
        QVERIFY(folder().unfinished().isEmpty());
    }

    void neverMakesAPathOfWhatItWasNotMeantFor()
    {
        domain::Job bad = job(1);
        bad.id = JobId(u"../../escape"_s);
        QCOMPARE(folder().of(bad).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(folder().of(job(1, u".."_s)).error().code, ErrorCode::InvalidArgument);
    }

    void aSecondAttemptBeginsAnewAfterOneThatChangedNothing()
    {
        auto journal = folder().of(job(1));
        QVERIFY(journal->append({{u"step"_s, u"abandoned"_s}}));
        QVERIFY(folder().close(u"DEV01"_s, job(1).id));
        domain::Job second = job(1);
        second.attempt = 2;
        second.fence = 8;

        QVERIFY(folder().of(second));

        QCOMPARE(folder().unfinished(), QList<domain::Job>{second});
        QCOMPARE(folder().lastAttempt(u"DEV01"_s, job(1).id)->size(), 1);
    }

    void refusesAnOlderFence()
    {
        QVERIFY(folder().of(job(1)));
        domain::Job late = job(1);
        late.fence = 6;

        QCOMPARE(folder().of(late).error().code, ErrorCode::Conflict);
    }

    void forgetsOnlyClosedJournals()
    {
        QVERIFY(folder().of(job(1)));
        QVERIFY(folder().of(job(2)));
        QVERIFY(folder().close(u"DEV01"_s, job(2).id));

        folder().prune(-1);

        QVERIFY(folder().lastAttempt(u"DEV01"_s, job(1).id));
        QCOMPARE(folder().lastAttempt(u"DEV01"_s, job(2).id).error().code, ErrorCode::NotFound);
    }
};

ARCHIVESMP_TEST(TestJournalFolder)
#include "tst_journalfolder.moc"
