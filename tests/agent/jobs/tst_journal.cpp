// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/journal.h"

#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::jobs;
using namespace Qt::StringLiterals;

class TestJournal final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;

    [[nodiscard]] static QJsonObject record(const QString &step) { return {{u"step"_s, step}}; }

    // Two whole records; gives the file's bytes.
    [[nodiscard]] QByteArray writeTwo() const
    {
        auto journal = Journal::open(_sandbox->path(u"a.jnl"_s));
        (void)journal->append(record(u"begin"_s));
        (void)journal->append(record(u"staged"_s));
        return _sandbox->read(u"a.jnl"_s);
    }

private Q_SLOTS:
    void init() { _sandbox = std::make_unique<tests::Sandbox>(); }

    void theChecksumIsCrc32c() { QCOMPARE(crc32c("123456789"), 0xE3069283U); }

    void givesBackWhatWasAppended()
    {
        (void)writeTwo();

        const auto journal = Journal::open(_sandbox->path(u"a.jnl"_s));

        QCOMPARE(journal->records(), (QList<QJsonObject>{record(u"begin"_s), record(u"staged"_s)}));
    }

    // B68: the file is cut at every byte; what was whole stays, and writing goes on behind it.
    void b68IgnoresATornTail()
    {
        const QByteArray whole = writeTwo();
        for (qsizetype length = 0; length <= whole.size(); ++length) {
            _sandbox->write(u"a.jnl"_s, whole.left(length));

            auto journal = Journal::open(_sandbox->path(u"a.jnl"_s));

            QVERIFY2(journal.has_value(), qPrintable(QString::number(length)));
            const qsizetype before = journal->records().size();
            QVERIFY(before <= 2);
            QVERIFY(journal->append(record(u"after"_s)));
            const auto again = Journal::read(_sandbox->path(u"a.jnl"_s));
            QCOMPARE(again->size(), before + 1);
            QCOMPARE(again->last(), record(u"after"_s));
        }
    }

    void b68IgnoresARecordWhoseChecksumIsWrong()
    {
        QByteArray bytes = writeTwo();
        bytes[bytes.size() - 3] = 'X';
        _sandbox->write(u"a.jnl"_s, bytes);

        QCOMPARE(Journal::read(_sandbox->path(u"a.jnl"_s)), (QList<QJsonObject>{record(u"begin"_s)}));
    }

    void b68RefusesAJournalOfANewerVersion()
    {
        QByteArray bytes = writeTwo();
        bytes[7] = '2';
        _sandbox->write(u"a.jnl"_s, bytes);

        QCOMPARE(Journal::open(_sandbox->path(u"a.jnl"_s)).error().code, ErrorCode::Unsupported);
        QCOMPARE(_sandbox->read(u"a.jnl"_s), bytes);
    }

    void b68SaysWhyItCannotBeWritten()
    {
        const auto journal = Journal::open(_sandbox->path(u"no/such/folder/a.jnl"_s));

        QCOMPARE(journal.error().code, ErrorCode::NotFound);
        QVERIFY(describe(journal.error()).contains(u"no/such/folder/a.jnl"_s));
    }
};

ARCHIVESMP_TEST(TestJournal)
#include "tst_journal.moc"
