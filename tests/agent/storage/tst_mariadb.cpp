// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/bulkstatement.h"
#include "agent/storage/database.h"
#include "agent/storage/migrator.h"

#include "tests/agent/storage/testdatabase.h"
#include "tests/support/testregistry.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

using namespace archivesmp;
using namespace archivesmp::agent::storage;
using namespace Qt::StringLiterals;

// What a server does to its clients that a file does not.
class TestMariaDb final : public QObject
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

    // B66
    void b66AConnectionThatWasKilledIsOpenedAgainAndTheTransactionBegunAnew()
    {
        int runs = 0;

        const auto done = _database->transaction([&]() -> Result<void> {
            if (const auto first = add(u"first"_s); !first)
                return first;
            if (++runs == 1)
                killConnections();
            return add(u"second"_s);
        });

        QVERIFY2(done, qPrintable(done ? QString() : describe(done.error())));
        QCOMPARE(runs, 2);
        QCOMPARE(actions(), QStringList({u"second"_s, u"first"_s}));
    }

    // B66: the commit's own answer is lost.
    void b66AnIdleConnectionThatWasKilledCostsNothing()
    {
        QVERIFY(add(u"before"_s));
        killConnections();

        const auto done = _database->transaction([&] { return add(u"after"_s); });

        QVERIFY(done);
        QCOMPARE(actions(), QStringList({u"after"_s, u"before"_s}));
    }

    // B66
    void b66AConnectionThatWasKilledBetweenManyRowsIsOpenedAgain()
    {
        int runs = 0;

        const auto done = _database->transaction([&]() -> Result<void> {
            if (const auto first = _database->runForRows(u"jobs/add_events"_s, events(u"a"_s)); !first)
                return first;
            if (++runs == 1)
                killConnections();
            return _database->runForRows(u"jobs/add_events"_s, events(u"b"_s));
        });

        QVERIFY2(done, qPrintable(done ? QString() : describe(done.error())));
        QCOMPARE(runs, 2);
        QCOMPARE(_server->askRoot(countOfEvents()), QStringList{QString::number(2 * manyEvents)});
    }

    // Whatever Qt calls the connection's type: without it, every row costs several times as much.
    void theBulkProtocolIsThere()
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QMYSQL"_s, u"bulk"_s);
            database.setHostName(_server->options().host);
            database.setPort(_server->options().port);
            database.setUserName(_server->options().username);
            database.setPassword(QString::fromUtf8(_server->options().password.reveal()));
            QVERIFY(database.open());

            QVERIFY(BulkStatement::isPossible(database));
            QVERIFY(!BulkStatement::isPossible(QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s)));
        }
        QSqlDatabase::removeDatabase(u"bulk"_s);
        QSqlDatabase::removeDatabase(u"other"_s);
    }

    void withoutTheBulkProtocolTheRowsAreTheSame()
    {
        DatabaseOptions options = _server->options();
        options.bulk = false;
        const auto plain = Database::open(options);
        QVERIFY(plain);
        QVERIFY(_database->runForRows(u"jobs/add_events"_s, events(u"a"_s)));

        QVERIFY((*plain)->runForRows(u"jobs/add_events"_s, events(u"b"_s)));

        const QString sums
            = u"SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(CONCAT_WS('|', seq, at, text)))) FROM "_s
            + options.name + u".job_events GROUP BY job_uuid"_s;
        const QStringList both = _server->askRoot(sums);
        QCOMPARE(both.size(), 2);
        QCOMPARE(both.first(), both.last());
        QVERIFY(both.first().startsWith(QString::number(manyEvents)));
    }

    // B66
    void b66ADeadlockIsRunAgain()
    {
        QVERIFY(add(u"one"_s));
        QVERIFY(add(u"two"_s));
        QSemaphore holdsTwo;
        QSemaphore wantsOne;
        const std::unique_ptr<QThread> other(QThread::create([&] { lockTwoThenOne(holdsTwo, wantsOne); }));
        other->start();
        holdsTwo.acquire();
        int runs = 0;

        const auto done = _database->transaction([&]() -> Result<void> {
            ++runs;
            if (const auto one = _database->runText(u"UPDATE audit_log SET detail = 'a' WHERE id = 1"_s);
                !one)
                return one;
            if (runs == 1) {
                wantsOne.release();
                if (!QTest::qWaitFor([this] { return somebodyWaits(); }))
                    return Error{ErrorCode::Internal, u"the other transaction does not wait"_s};
            }
            return _database->runText(u"UPDATE audit_log SET detail = 'b' WHERE id = 2"_s);
        });
        other->wait();

        QVERIFY2(done, qPrintable(done ? QString() : describe(done.error())));
        QCOMPARE(runs, 2);
    }

    // B66
    void b66AServerThatWasKilledIsFoundAgain()
    {
        QVERIFY(add(u"before"_s));
        _server->mariaDb()->kill();

        const auto away = add(u"lost"_s);
        QCOMPARE(away.error().code, ErrorCode::Unavailable);

        QVERIFY(_server->mariaDb()->resume());
        QVERIFY(add(u"after"_s));
        QCOMPARE(actions(), QStringList({u"after"_s, u"before"_s}));
    }

    // B66
    void b66AReadOnlyServerSaysSo()
    {
        std::ignore = _server->askRoot(u"SET GLOBAL read_only = 1"_s);
        const auto restore
            = qScopeGuard([&] { std::ignore = _server->askRoot(u"SET GLOBAL read_only = 0"_s); });

        const auto refused = add(u"x"_s);

        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        QVERIFY(refused.error().message.contains(u"read-only"_s));
    }

    // B66
    void b66AWrongPasswordIsNamedAndNotShown()
    {
        DatabaseOptions options = _server->options();
        options.password = Secret("not-the-password");

        const auto opened = Database::open(options);

        QCOMPARE(opened.error().code, ErrorCode::PermissionDenied);
        QVERIFY(opened.error().remedy.contains(u"mariadb.password"_s));
        QVERIFY(!describe(opened.error()).contains(u"not-the-password"_s));
    }

    // B66
    void b66AMissingDatabaseIsNamed()
    {
        DatabaseOptions options = _server->options();
        options.name = u"nowhere"_s;

        const auto opened = Database::open(options);

        QVERIFY(!opened);
        QVERIFY(opened.error().message.contains(u"nowhere"_s));
    }

    // B66: the tables are made of InnoDB and utf8mb4 whatever the server's own defaults are.
    void b66TablesDoNotRelyOnTheServersDefaults()
    {
        const QStringList others = _server->askRoot(
            u"SELECT table_name FROM information_schema.tables WHERE table_schema = '"_s
            + _server->options().name + u"' AND (engine <> 'InnoDB' OR table_collation <> 'utf8mb4_bin')"_s);
        QCOMPARE(others, QStringList());
    }

private:
    Result<void> add(const QString &action)
    {
        const auto done
            = _database->run(u"audit/add"_s, {u"2026-01-02 03:04:05.000"_s, u"a"_s, action, u"c"_s, u"d"_s});
        return done ? Result<void>() : done.error();
    }
    QStringList actions()
    {
        const auto all = _database->read<QString>(u"audit/recent"_s, {100}, [](Row &row) {
            std::ignore = row.text();
            std::ignore = row.text();
            return row.text();
        });
        return all ? QStringList(*all) : QStringList{describe(all.error())};
    }
    static QList<QVariantList> events(const QString &job)
    {
        QList<QVariantList> rows;
        for (int i = 1; i <= manyEvents; ++i)
            rows.append(
                {job, i, u"2026-01-02 03:04:05.678"_s, QString(u"smörgås 🐉 "_s + QString::number(i))});
        return rows;
    }
    QString countOfEvents() const
    {
        return u"SELECT COUNT(*) FROM "_s + _server->options().name + u".job_events"_s;
    }
    void killConnections()
    {
        const QStringList ids
            = _server->askRoot(u"SELECT id FROM information_schema.processlist WHERE db = '"_s
                               + _server->options().name + u'\'');
        QVERIFY(!ids.isEmpty());
        for (const QString &id : ids)
            std::ignore = _server->askRoot(u"KILL "_s + id);
    }
    // INNODB_TRX would do too, but its rows are renewed only where nobody has read them for 100 ms: asked
    // again and again, it says for ever what it said first.
    bool somebodyWaits() const
    {
        const QStringList waits
            = _server->askRoot(u"SELECT variable_value FROM information_schema.global_status "
                               "WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'"_s);
        return !waits.isEmpty() && waits.first() != u"0";
    }
    // Writes more than the test's own transaction, so that the server sacrifices that one.
    void lockTwoThenOne(QSemaphore &holdsTwo, QSemaphore &wantsOne) const
    {
        const auto database = _server->open();
        const auto done = database->transaction([&]() -> Result<void> {
            QList<QVariantList> weight;
            for (int i = 1; i <= 50; ++i)
                weight.append({u"weight"_s, i, u"2026-01-02 03:04:05.000"_s, u"x"_s});
            if (const auto written = database->runForRows(u"jobs/add_events"_s, weight); !written)
                return written;
            if (const auto two = database->runText(u"UPDATE audit_log SET detail = 'c' WHERE id = 2"_s); !two)
                return two;
            holdsTwo.release();
            wantsOne.acquire();
            return database->runText(u"UPDATE audit_log SET detail = 'd' WHERE id = 1"_s);
        });
        if (!done)
            qWarning("%s", qPrintable(describe(done.error())));
    }

    static constexpr int manyEvents = 2345;

    std::unique_ptr<tests::TestDatabase> _server;
    std::unique_ptr<Database> _database;
};

ARCHIVESMP_TEST(TestMariaDb)
#include "tst_mariadb.moc"
