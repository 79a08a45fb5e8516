// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/demofleet.h"
#include "tests/support/mariadbserver.h"
#include "tests/support/redisserver.h"
#include "tests/support/swiftserver.h"
#include "tests/support/testregistry.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTest>

using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

// The same system on its grown-up engines: a real MariaDB, a Redis with TLS and ACL, and an S3 store that
// verifies signatures. What an observer of the three sees is what the seed document promised.
class TestEngines final : public QObject
{
    Q_OBJECT

    MariaDbServer _mariadb;
    RedisServer _redis;
    SwiftServer _swift;
    std::unique_ptr<DemoFleet> _fleet;
    QSqlDatabase _database;

    bool write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
            && file.write(content) == content.size();
    }

    bool run(const QString &sql)
    {
        QSqlQuery query(_database);
        const bool done = query.exec(sql);
        if (!done)
            qWarning("%s", qPrintable(query.lastError().text()));
        return done;
    }

    QList<QVariantList> rows(const QString &sql)
    {
        QSqlQuery query(_database);
        QList<QVariantList> all;
        if (!query.exec(sql))
            qWarning("%s", qPrintable(query.lastError().text()));
        while (query.next()) {
            QVariantList row;
            for (int i = 0; i < query.record().count(); ++i)
                row.append(query.value(i));
            all.append(row);
        }
        return all;
    }

    [[nodiscard]] QByteArray redisSettings(const QByteArray &user, const QString &passwordFile) const
    {
        return "redis: {host: 127.0.0.1, port: " + QByteArray::number(_redis.port())
            + ", tls: true, ca: " + _redis.ca().toUtf8() + ", username: " + user
            + ", password: {file: " + passwordFile.toUtf8() + "}}\n";
    }

    QString applied(const QStringList &plan)
    {
        const QString id = _fleet->ctlJson(plan)[u"id"].toString();
        return _fleet->ctlJson({u"apply"_s, id, u"--yes"_s, u"--no-wait"_s})[u"job"].toString();
    }

    // How many objects of the S3 store hold these bytes.
    [[nodiscard]] int objectsWith(const QByteArray &bytes) const
    {
        int found = 0;
        QDirIterator files(_swift.devices(), {u"*.data"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            found += file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes) ? 1 : 0;
        }
        return found;
    }

    static QString statusOf(const QJsonObject &detail) { return detail[u"job"][u"status"].toString(); }

    QTemporaryDir _secrets;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(_mariadb.start(), qPrintable(_mariadb.problem()));
        QVERIFY2(_redis.start(), qPrintable(_redis.problem()));
        QVERIFY2(_swift.start(), qPrintable(_swift.problem()));
        _database = QSqlDatabase::addDatabase(u"QMYSQL"_s, u"observer"_s);
        _database.setHostName(u"127.0.0.1"_s);
        _database.setPort(_mariadb.port());
        _database.setUserName(u"root"_s);
        QVERIFY2(_database.open(), qPrintable(_database.lastError().text()));
        QVERIFY(run(u"CREATE DATABASE archivesmp CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"_s));
        QVERIFY(run(u"CREATE USER 'archivesmp'@'127.0.0.1' IDENTIFIED BY 'canary-db'"_s));
        QVERIFY(run(u"GRANT ALL ON archivesmp.* TO 'archivesmp'@'127.0.0.1'"_s));
        QVERIFY(run(u"USE archivesmp"_s));
        QVERIFY(write(_secrets.filePath(u"db"_s), "canary-db")
                && write(_secrets.filePath(u"redis-host"_s), RedisServer::hostPassword())
                && write(_secrets.filePath(u"redis-agent"_s), RedisServer::agentPassword())
                && write(_secrets.filePath(u"s3"_s), SwiftServer::secretKey()));

        DemoOptions options;
        options.hostSettings = redisSettings("host", _secrets.filePath(u"redis-host"_s))
            + "mariadb: {host: 127.0.0.1, port: " + QByteArray::number(_mariadb.port())
            + ", database: archivesmp, username: archivesmp, password: {file: "
            + _secrets.filePath(u"db"_s).toUtf8() + "}}\nminio: {endpoint: '" + _swift.endpoint().toUtf8()
            + "', tls: false, access_key: '" + SwiftServer::accessKey().toUtf8()
            + "', secret_key: {file: " + _secrets.filePath(u"s3"_s).toUtf8() + "}}\n";
        options.clientSettings = redisSettings("agent", _secrets.filePath(u"redis-agent"_s));
        _fleet = std::make_unique<DemoFleet>(options);
        QVERIFY2(_fleet->start(), qPrintable(_fleet->problem()));
    }

    void cleanupTestCase()
    {
        _fleet.reset();
        _database.close();
    }

    void theEnginesAreNamedAndUp()
    {
        QSet<QString> up;
        const auto look = [&] {
            const QJsonArray engines = _fleet->ctlJson({u"servers"_s})[u"engines"].toArray();
            for (const QJsonValue &engine : engines) {
                if (engine[u"up"].toBool())
                    up.insert(engine[u"kind"].toString());
            }
            return up.contains({u"MariaDB"_s, u"Redis"_s, u"S3"_s});
        };
        QTRY_VERIFY_WITH_TIMEOUT(look(), 10000);
    }

    void aScanFillsTheSeedsTablesWithTheirServers()
    {
        const CommandOutcome import
            = _fleet->ctl({u"import"_s, u"--expectations"_s, _fleet->path(u"expectations"_s)});
        QVERIFY2(import.status == 0, import.error.constData());
        const CommandOutcome scan = _fleet->ctl({u"scan"_s});
        QVERIFY2(scan.status == 0, QByteArray(scan.output + scan.error).constData());

        const auto byServer = rows(u"SELECT s.name, COUNT(*) FROM drift_reports d JOIN physical_servers s ON "
                                   u"s.id = d.physical_server_id "
                                   "WHERE d.resolved = FALSE GROUP BY s.name ORDER BY s.name"_s);

        QMap<QString, int> injected;
        const QJsonArray drifts = _fleet->truth()[u"drifts"].toArray();
        for (const QJsonValue &drift : drifts)
            injected[drift[u"physical_server"].toString()] += 1;
        QCOMPARE(byServer.size(), injected.size());
        for (const QVariantList &row : byServer)
            QCOMPARE(row.at(1).toInt(), injected.value(row.at(0).toString()));
        QCOMPARE(rows(u"SELECT id FROM instances"_s).size(), 8);
        QCOMPARE(rows(u"SELECT name FROM physical_servers ORDER BY name"_s).size(), 2);
    }

    void theStreamHoldsTheSeedsMessage()
    {
        const QByteArray entries = _redis.command({u"XRANGE"_s, u"archivesmp:jobs:ovh"_s, u"-"_s, u"+"_s});

        for (const char *field : {"job_id", "job_type", "drift_scan", "timestamp", "schema", "attempt",
                                  "payload_sha256", "fleet_id"})
            QVERIFY2(entries.contains(field), entries.constData());
        const QByteArray published = _redis.command({u"INFO"_s, u"commandstats"_s});
        QVERIFY2(published.contains("cmdstat_publish"), published.constData());
    }

    void tenQueuedJobsEndOnceThoughRedisIsEmptiedAmongThem()
    {
        QStringList jobs;
        for (int i = 0; i < 10; ++i) {
            jobs.append(
                _fleet->ctlJson({u"scan"_s, u"--server"_s, u"ovh"_s, u"--no-wait"_s})[u"job"].toString());
            if (i == 4) {
                _redis.stop();
                _redis.empty();
            }
            if (i == 7)
                QVERIFY2(_redis.start(), qPrintable(_redis.problem()));
        }

        for (const QString &job : std::as_const(jobs)) {
            const QJsonObject ended = _fleet->waitForJob(job);
            QVERIFY2(statusOf(ended) == "completed"_L1, QJsonDocument(ended).toJson().constData());
            QCOMPARE(ended[u"job"][u"attempt"].toInt(1), 1);
        }
    }

    void aDeployAndItsRollbackCrossTheServers()
    {
        const QString jar
            = QDir(_fleet->path(u"artifacts"_s)).entryInfoList({u"*.jar"_s}).value(0).filePath();
        const QString plugin = QFileInfo(jar).fileName().section(u'-', 0, 0);
        QString other;
        const QJsonArray plugins = _fleet->ctlJson({u"plugins"_s})[u"plugins"].toArray();
        for (const QJsonValue &entry : plugins) {
            if (entry[u"physical_server"].toString() == "ovh"_L1 && entry[u"name"].toString() == plugin
                && !entry[u"jar_file"].toString().isEmpty())
                other = entry[u"instance"].toString();
        }
        // A plugin's own secret, which the backup of the deploy puts aside with its configuration.
        QVERIFY(
            write(_fleet->minecraftFolder(u"ovh"_s, other) + u"/plugins/"_s + plugin + u"/credentials.yml"_s,
                  "db:\n  password: canary-plugin\n"));
        const QString deploy = applied({u"plan"_s, u"deploy"_s, u"--plugin"_s, plugin, u"--jar"_s, jar,
                                        u"--instance"_s, u"DEV01"_s, u"--instance"_s, u"ovh/"_s + other});
        const QJsonObject deployed = _fleet->waitForJob(deploy);
        QVERIFY2(statusOf(deployed) == "completed"_L1, QJsonDocument(deployed).toJson().constData());

        QCOMPARE(rows(u"SELECT 1 FROM backups WHERE artifact <> ''"_s).size(), 2);
        QCOMPARE(objectsWith("ASMPSEAL"), 2);
        QCOMPARE(objectsWith("canary-plugin"), 0);

        // The disk of one instance loses its backup: the way back leads through the store.
        QVERIFY(
            QDir(_fleet->minecraftFolder(u"ovh"_s, other) + u"/../.archivesmp-backup"_s).removeRecursively());
        const QJsonObject undone = _fleet->waitForJob(applied({u"plan"_s, u"rollback"_s, deploy}));

        QVERIFY2(statusOf(undone) == "completed"_L1, QJsonDocument(undone).toJson().constData());
        QCOMPARE(
            rows(u"SELECT 1 FROM job_events WHERE text LIKE '%came back from the artifact store%'"_s).size(),
            1);
        const auto jobs = rows(
            u"SELECT target_server FROM deployment_jobs WHERE job_type = 'deploy' AND target_server <> 'all' ORDER BY target_server"_s);
        QCOMPARE(jobs.size(), 2);
        QCOMPARE(jobs.at(0).at(0).toString(), u"hetzner"_s);
        QCOMPARE(jobs.at(1).at(0).toString(), u"ovh"_s);
        QVERIFY(!rows(u"SELECT 1 FROM backups"_s).isEmpty());
        QVERIFY(!rows(u"SELECT 1 FROM artifacts"_s).isEmpty());
    }

    void noSecretIsInTheDatabase()
    {
        const auto tables = rows(u"SHOW TABLES"_s);
        for (const QVariantList &table : tables) {
            const auto content = rows(u"SELECT * FROM "_s + table.first().toString());
            for (const QVariantList &row : content) {
                for (const QVariant &cell : row)
                    QVERIFY2(!cell.toByteArray().contains("canary-"), qPrintable(table.first().toString()));
            }
        }
    }
};

ARCHIVESMP_TEST(TestEngines)
#include "tst_engines.moc"
