// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/database.h"
#include "agent/storage/migrator.h"

#include "tests/agent/storage/testdatabase.h"
#include "tests/support/testregistry.h"

#include <QFileInfo>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::storage;
using namespace Qt::StringLiterals;

class TestDatabaseClass final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _server = std::make_unique<tests::TestDatabase>();
        _database = _server->open();
        QVERIFY(migrate(*_database));
    }
    void cleanup()
    {
        _database.reset();
        _server.reset();
    }

    void aTransactionThatFailsLeavesNothing()
    {
        const auto done = _database->transaction([&]() -> Result<void> {
            addAudit(u"first"_s);
            return Error{ErrorCode::Conflict, u"second thoughts"_s};
        });

        QCOMPARE(done.error().code, ErrorCode::Conflict);
        QCOMPARE(audits(), 0);
    }

    void aTransactionInsideAnotherIsPartOfIt()
    {
        const auto done = _database->transaction([&]() -> Result<void> {
            const auto inner = _database->transaction([&]() -> Result<void> {
                addAudit(u"inner"_s);
                return {};
            });
            if (!inner)
                return inner;
            return Error{ErrorCode::Conflict, u"outer"_s};
        });

        QVERIFY(!done);
        QCOMPARE(audits(), 0);
    }

    void aDuplicateIsAlreadyExists()
    {
        const QVariantList key{u"ci"_s, u"viewer"_s, u""_s, QString(64, u'a'), u"2026-01-02 03:04:05.000"_s};
        QVERIFY(_database->run(u"keys/add"_s, key));

        QCOMPARE(_database->run(u"keys/add"_s, key).error().code, ErrorCode::AlreadyExists);
    }

    void b26AValueThatIsTooLongNamesItsColumn()
    {
        const auto added = _database->run(
            u"keys/add"_s,
            {QString(101, u'n'), u"viewer"_s, u""_s, QString(64, u'a'), u"2026-01-02 03:04:05.000"_s});

        QCOMPARE(added.error().code, ErrorCode::LimitExceeded);
        QCOMPARE(added.error().field, u"name"_s);
    }

    void aStatementThatWouldBreakTheConnectionIsRefusedBefore()
    {
        const auto added = _database->run(
            u"audit/add"_s,
            {u"2026-01-02 03:04:05.000"_s, u"a"_s, u"b"_s, u"c"_s, QString(7 * 1024 * 1024, u'x')});

        QCOMPARE(added.error().code, ErrorCode::LimitExceeded);
    }

    void manyRowsGoInWithFewStatements()
    {
        QList<QVariantList> rows;
        for (int i = 1; i <= 1234; ++i)
            rows.append({u"a job"_s, i, u"2026-01-02 03:04:05.000"_s, QString::number(i)});

        QVERIFY(_database->runForRows(u"jobs/add_events"_s, rows));

        const auto last = _database->readOne<int>(u"jobs/last_event"_s, {u"a job"_s},
                                                  [](Row &row) { return row.number(); });
        QCOMPARE(**last, 1234);
    }

    void bytesOfManyRowsStayWhatTheyAre()
    {
        const QByteArray bytes("\0\xff'\\\n", 5);
        QList<QVariantList> rows;
        for (int i = 0; i < 3; ++i)
            rows.append({1, QString(u"secret "_s + QString::number(i)), bytes.repeated(i)});
        rows[0][2] = QByteArray("");

        QVERIFY(_database->runForRows(u"expectations/add_secrets"_s, rows));

        const auto read = _database->read<QByteArray>(u"expectations/secrets"_s, {1}, [](Row &row) {
            std::ignore = row.text();
            return row.bytes();
        });
        QCOMPARE(*read, (QList<QByteArray>{QByteArray(""), bytes, bytes.repeated(2)}));
    }

    void oneOfManyRowsThatIsTooLongNamesItsColumnAndUndoesAll()
    {
        QList<QVariantList> rows;
        for (int i = 1; i <= 1500; ++i)
            rows.append({u"a job"_s, i, u"2026-01-02 03:04:05.000"_s, QString::number(i)});
        rows[1200][0] = QString(51, u'x');

        const auto done
            = _database->transaction([&] { return _database->runForRows(u"jobs/add_events"_s, rows); });

        QCOMPARE(done.error().code, ErrorCode::LimitExceeded);
        QCOMPARE(done.error().field, u"job_uuid"_s);
        const auto last = _database->readOne<int>(u"jobs/last_event"_s, {u"a job"_s},
                                                  [](Row &row) { return row.number(); });
        QVERIFY(!*last || **last == 0);
    }

    // Security T19: what looks like SQL in a value is a value.
    void quotesInValuesStayValues_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("drop") << u"x'; DROP TABLE api_keys; --"_s;
        QTest::newRow("double") << u"\" OR \"\"=\""_s;
        QTest::newRow("backslash") << u"\\' OR 1=1 #"_s;
        QTest::newRow("unicode") << u"smörgås 🐉 \u202e"_s;
    }
    void quotesInValuesStayValues()
    {
        QFETCH(QString, name);

        QVERIFY(_database->run(u"keys/add"_s,
                               {name, u"viewer"_s, u""_s, QString(64, u'b'), u"2026-01-02 03:04:05.000"_s}));

        const auto read
            = _database->readOne<QString>(u"keys/list"_s, {}, [](Row &row) { return row.text(); });
        QCOMPARE(**read, name);
    }

    void timesComeBackAsTheyWentInWhateverTheZone()
    {
        qputenv("TZ", "Europe/Berlin");
        const auto restore = qScopeGuard([] { qunsetenv("TZ"); });
        // In Berlin the clocks jump from 2:00 to 3:00 on that day.
        const QDateTime skipped(QDate(2026, 3, 29), QTime(2, 30, 0, 123), Qt::UTC);
        QVERIFY(
            _database->run(u"keys/add"_s, {u"k"_s, u"viewer"_s, u""_s, QString(64, u'c'), column(skipped)}));

        const auto read = _database->readOne<QDateTime>(u"keys/list"_s, {}, [](Row &row) {
            std::ignore = row.text();
            std::ignore = row.text();
            std::ignore = row.text();
            std::ignore = row.text();
            return row.time();
        });

        QCOMPARE(**read, skipped);
    }

    void theFileIsForItsOwnerOnly()
    {
        if (_server->options().dialect != Dialect::Sqlite)
            QSKIP("MariaDB keeps its own files");
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFileInfo(_server->options().file).permissions() & others));
    }

    void aFolderThatIsMissingIsNamed()
    {
        DatabaseOptions options;
        options.file = u"/nonexistent/fleet.sqlite"_s;

        const auto opened = Database::open(options);

        QVERIFY(opened.error().message.contains(options.file));
        QVERIFY(!opened.error().remedy.isEmpty());
    }

private:
    void addAudit(const QString &action)
    {
        QVERIFY(
            _database->run(u"audit/add"_s, {u"2026-01-02 03:04:05.000"_s, u"a"_s, action, u"c"_s, u"d"_s}));
    }
    int audits()
    {
        const auto rows
            = _database->read<QString>(u"audit/recent"_s, {1000}, [](Row &row) { return row.text(); });
        return rows ? static_cast<int>(rows->size()) : -1;
    }

    std::unique_ptr<tests::TestDatabase> _server;
    std::unique_ptr<Database> _database;
};

ARCHIVESMP_TEST(TestDatabaseClass)
#include "tst_database.moc"
