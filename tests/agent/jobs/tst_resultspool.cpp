// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/resultspool.h"

#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::jobs;
using namespace Qt::StringLiterals;

class TestResultSpool final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;

    [[nodiscard]] ResultSpool spool() const { return ResultSpool(_sandbox->path(u"spool"_s)); }
    [[nodiscard]] static protocol::JobResult result()
    {
        protocol::JobResult result;
        result.job = JobId(u"00000000-0000-4000-8000-000000000001"_s);
        result.attempt = 2;
        result.fence = 9;
        result.status = domain::JobStatus::RolledBack;
        result.errorCode = ErrorCode::Timeout;
        result.message = u"not \"Done (\" within 300 s"_s;
        result.events = {u"stop"_s, u"swap"_s};
        result.plugins = {
            {.instance = {u"hetzner"_s, u"DEV01"_s}, .name = u"Alpha"_s, .jarSha256 = QByteArray(32, 'x')}};
        result.instance = domain::Instance{.ref = {u"hetzner"_s, u"DEV01"_s}, .ampId = u"id"_s};
        result.backup = R"({"files":["ä"]})";
        return result;
    }

private Q_SLOTS:
    void init() { _sandbox = std::make_unique<tests::Sandbox>(); }

    void aResultOutlivesTheProcess()
    {
        QVERIFY(spool().put(result()));

        QCOMPARE(spool().waiting(), QList<protocol::JobResult>{result()});
        QVERIFY(spool().remove(result()));
        QVERIFY(spool().waiting().isEmpty());
    }

    void twoAttemptsOfOneJobAreTwoResults()
    {
        protocol::JobResult second = result();
        second.attempt = 3;
        QVERIFY(spool().put(result()));
        QVERIFY(spool().put(second));
        QVERIFY(spool().put(second));

        QCOMPARE(spool().waiting().size(), 2);
    }

    void setsAsideWhatItCannotRead()
    {
        QVERIFY(spool().put(result()));
        _sandbox->write(u"spool/torn.json"_s, "{\"job\":");

        QCOMPARE(spool().waiting().size(), 1);
        QVERIFY(_sandbox->has(u"spool/torn.json.unreadable"_s));
    }

    void isReadableByItsOwnerOnly()
    {
        QVERIFY(spool().put(result()));

        const QFileInfo file(_sandbox->path(_sandbox->files(u"spool"_s).first()));
        QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    }
};

ARCHIVESMP_TEST(TestResultSpool)
#include "tst_resultspool.moc"
