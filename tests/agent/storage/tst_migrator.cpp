// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/migrator.h"
#include "agent/storage/statements.h"

#include "tests/agent/storage/testdatabase.h"
#include "tests/support/testregistry.h"

#include <QRegularExpression>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::storage;
using namespace Qt::StringLiterals;

namespace {

// "table.column" of every table that the migrations make.
QStringList columnsOf(Dialect dialect)
{
    QStringList all;
    for (const Migration &migration : migrations(dialect)) {
        for (const QString &statement : migration.statements) {
            static const QRegularExpression table(u"^CREATE TABLE IF NOT EXISTS (\\w+)"_s);
            static const QRegularExpression name(u"^    ([a-z]\\w*) "_s, QRegularExpression::MultilineOption);
            const QString in = table.match(statement).captured(1);
            if (in.isEmpty())
                continue;
            for (auto it = name.globalMatch(statement); it.hasNext();)
                all.append(in + u'.' + it.next().captured(1));
        }
    }
    return all;
}

} // namespace

class TestMigrator final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesTheSeedsFourTablesWithTheirColumns_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QStringList>("columns");
        QTest::newRow("servers") << u"physical_servers"_s
                                 << u"id name role gaming_role ip_address amp_url last_seen status"_s.split(
                                        u' ');
        QTest::newRow("instances")
            << u"instances"_s
            << u"id physical_server_id instance_id instance_name status last_seen"_s.split(u' ');
        QTest::newRow("drift")
            << u"drift_reports"_s
            << u"id physical_server_id instance_id plugin_name config_file drift_type severity detected_at resolved"_s
                   .split(u' ');
        QTest::newRow("jobs")
            << u"deployment_jobs"_s
            << u"id job_uuid target_server target_instance_id plugin_name plugin_version job_type status created_at started_at completed_at result_message"_s
                   .split(u' ');
    }
    void makesTheSeedsFourTablesWithTheirColumns()
    {
        QFETCH(QString, table);
        QFETCH(QStringList, columns);
        const tests::TestDatabase server;
        const auto database = server.open();

        QVERIFY(migrate(*database));

        const QString select = u"SELECT "_s + columns.join(u", "_s) + u" FROM "_s + table;
        QVERIFY2(database->runText(select), qPrintable(select));
    }

    void theDialectsHaveTheSameTablesAndColumns()
    {
        const QStringList sqlite = columnsOf(Dialect::Sqlite);

        QVERIFY(sqlite.size() > 100);
        QCOMPARE(columnsOf(Dialect::MariaDb), sqlite);
        QCOMPARE(newestSchema(Dialect::MariaDb), newestSchema(Dialect::Sqlite));
    }

    void runsTwiceWithoutHarm()
    {
        const tests::TestDatabase server;
        const auto database = server.open();

        QVERIFY(migrate(*database));
        QVERIFY(migrate(*database));
    }

    void aMigrationWithALowerNumberThatCameLaterIsMadeUpFor()
    {
        const tests::TestDatabase server;
        const auto database = server.open();
        QVERIFY(migrate(*database));
        QVERIFY(database->runText(u"DELETE FROM schema_migrations WHERE version = 1"_s));

        QVERIFY(migrate(*database));

        const auto applied
            = database->read<int>(u"migrations/applied"_s, {}, [](Row &row) { return row.number(); });
        QVERIFY(applied->contains(1));
        QCOMPARE(applied->size(), migrations(database->dialect()).size());
    }

    // B66
    void b66ANewerSchemaIsRefusedNamingBothVersions()
    {
        const tests::TestDatabase server;
        const auto database = server.open();
        QVERIFY(migrate(*database));
        QVERIFY(database->run(u"migrations/note"_s, {99, u"099_of_the_future"_s}));

        const auto refused = migrate(*database);

        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
        QVERIFY(refused.error().message.contains(u"99"_s));
        QVERIFY(refused.error().message.contains(QString::number(newestSchema(Dialect::Sqlite))));
    }

    // B66
    void b66AMissingTableIsRefusedByItsName()
    {
        const tests::TestDatabase server;
        const auto database = server.open();
        QVERIFY(migrate(*database));
        QVERIFY(database->runText(u"DROP TABLE job_events"_s));

        const auto refused = migrate(*database);

        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QVERIFY(refused.error().message.contains(u"job_events"_s));
    }
};

ARCHIVESMP_TEST(TestMigrator)
#include "tst_migrator.moc"
