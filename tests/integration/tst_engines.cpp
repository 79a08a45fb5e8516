// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/canaries.h"
#include "tests/integration/demofleet.h"
#include "tests/integration/onevalue.h"
#include "tests/integration/redisobserver.h"
#include "tests/integration/webcaller.h"
#include "tests/support/mariadbserver.h"
#include "tests/support/redisserver.h"
#include "tests/support/swiftserver.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
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

namespace {

const QStringList resultChannels{u"archivesmp:results:drift"_s, u"archivesmp:results:deployment"_s};
const QString sentBackups = u"SELECT 1 FROM backups WHERE artifact <> ''"_s;

} // namespace

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

    static QByteArray report(const QJsonObject &detail) { return QJsonDocument(detail).toJson(); }

    [[nodiscard]] QByteArray jarSha256() const
    {
        return QCryptographicHash::hash(contentOf(_jar), QCryptographicHash::Sha256);
    }

    [[nodiscard]] QByteArray heard() const { return _earlier + _listener->standardOutput(); }

    QTemporaryDir _secrets;
    std::unique_ptr<Program> _listener; // to the channels of results
    QByteArray _earlier;                // what the one before it heard
    DriftedSecret _secret;
    QString _jar;
    QString _plugin;
    QString _other; // an instance of ovh that has the plugin
    QList<QByteArray> _jarsBefore;
    QJsonObject _deploy;

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
        QVERIFY(!_fleet->logOf(u"hetzner"_s).contains("still holds an imported file"));
        _listener = _redis.subscribe(resultChannels);
        QVERIFY(_listener != nullptr);
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

    void theEndOfTheScanIsPublished()
    {
        QSet<QString> servers;
        const auto published = [&] {
            for (const QJsonObject &message : messagesOn("archivesmp:results:drift", heard())) {
                const QString server = message.value(u"physical_server").toString();
                const auto job
                    = rows(u"SELECT target_server, status FROM deployment_jobs WHERE job_uuid = '"_s
                           + message.value(u"job_id").toString() + u'\'');
                if (job.size() == 1 && job.at(0).at(0).toString() == server
                    && job.at(0).at(1).toString() == message.value(u"status").toString())
                    servers.insert(server);
            }
            return servers == QSet<QString>{u"hetzner"_s, u"ovh"_s};
        };
        QTRY_VERIFY2_WITH_TIMEOUT(published(), heard().constData(), 10000);
    }

    void fixesOneFindingAndTouchesNothingElse()
    {
        const QJsonObject finding = plainFinding(*_fleet);
        QVERIFY(!finding.isEmpty());
        const QByteArray before = contentOf(fileOf(*_fleet, finding));

        const QJsonObject job = _fleet->carryOut({u"plan"_s, u"fix"_s, finding[u"id"].toString()});

        QVERIFY2(statusOf(job) == "completed"_L1, report(job).constData());
        QCOMPARE(changeBeyondValue(before, contentOf(fileOf(*_fleet, finding)), finding), QString());
        // Scanned again it is gone, and what is found is a secret that drifted meanwhile.
        _secret = plantInPluginFile(*_fleet, u"ovh"_s, "canary-drifted");
        QVERIFY(!_secret.file.isEmpty());
        QCOMPARE(_fleet->ctl({u"scan"_s}).status, 0);
        QVERIFY(findingOf(*_fleet, _secret)[u"actual"][u"secret"].toBool());
        QCOMPARE(rows(u"SELECT 1 FROM drift_reports WHERE resolved = TRUE"_s).size(), 1);
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

        QCOMPARE(QSet<QString>(jobs.begin(), jobs.end()).size(), 10);
        for (const QString &job : std::as_const(jobs)) {
            const QJsonObject ended = _fleet->waitForJob(job);
            QVERIFY2(statusOf(ended) == "completed"_L1, QJsonDocument(ended).toJson().constData());
            QCOMPARE(ended[u"job"][u"attempt"].toInt(1), 1);
            QVERIFY(ended[u"children"].toArray().isEmpty());
        }
        const auto ends
            = rows(u"SELECT job_uuid, COUNT(*) FROM job_events WHERE job_uuid IN ('"_s + jobs.join(u"','"_s)
                   + u"') AND text REGEXP '^(completed|failed|cancelled|rolled_back)(:|$)' "
                     "GROUP BY job_uuid"_s);
        QCOMPARE(ends.size(), 10);
        for (const QVariantList &end : ends)
            QCOMPARE(end.at(1).toInt(), 1);
    }

    void deploysToBothServersAsTheSeedSays()
    {
        _jar = _fleet->artifact();
        _plugin = _fleet->artifactPlugin();
        _other = _fleet->instanceWith(u"ovh"_s, _plugin);
        _jarsBefore = _fleet->jarsOf(u"ovh"_s, _other, _plugin);
        QCOMPARE(_jarsBefore.size(), 1);
        // A plugin's own secret, which the backup of the deploy puts aside with its configuration.
        QVERIFY(write(_fleet->minecraftFolder(u"ovh"_s, _other) + u"/plugins/"_s + _plugin
                          + u"/credentials.yml"_s,
                      "db:\n  password: canary-plugin\n"));
        const qsizetype backupsBefore = rows(sentBackups).size();
        const int sealedBefore = objectsWith("ASMPSEAL");
        _earlier = heard();
        _listener = _redis.subscribe(resultChannels); // the one before ended with its Redis
        QVERIFY(_listener != nullptr);

        _deploy = _fleet->carryOut({u"plan"_s, u"deploy"_s, u"--plugin"_s, _plugin, u"--jar"_s, _jar,
                                    u"--instance"_s, u"DEV01"_s, u"--instance"_s, u"ovh/"_s + _other});

        QVERIFY2(statusOf(_deploy) == "completed"_L1, report(_deploy).constData());
        QVERIFY(_fleet->hasJar(u"hetzner"_s, u"DEV01"_s, jarSha256()));
        QCOMPARE(_fleet->jarsOf(u"ovh"_s, _other, _plugin), QList{jarSha256()});
        QCOMPARE(rows(sentBackups).size(), backupsBefore + 2);
        QCOMPARE(objectsWith("ASMPSEAL"), sealedBefore + 2);
        QCOMPARE(objectsWith(contentOf(_jar)), 1);
    }

    void theStreamHoldsTheSeedsMessage()
    {
        const QJsonObject job = _deploy[u"children"][1].toObject();
        const QJsonObject entry
            = messageOf(job[u"id"].toString(),
                        entriesOf(_redis.command({u"XRANGE"_s, u"archivesmp:jobs:ovh"_s, u"-"_s, u"+"_s})));

        QCOMPARE(entry[u"job_id"].toString(), job[u"id"].toString());
        QCOMPARE(entry[u"job_type"].toString(), u"plugin_deploy"_s);
        QCOMPARE(entry[u"target_instance"].toString(), _other);
        QCOMPARE(entry[u"plugin_name"].toString(), _plugin);
        QCOMPARE(entry[u"plugin_version"].toString(), QFileInfo(_jar).completeBaseName().section(u'-', 1));
        const QDateTime created = QDateTime::fromString(job[u"created_at"].toString(), Qt::ISODateWithMs);
        QVERIFY(created.isValid());
        QCOMPARE(entry[u"timestamp"].toString(), created.toUTC().toString(u"yyyy-MM-ddTHH:mm:ssZ"));
        QCOMPARE(entry[u"physical_server"].toString(), u"ovh"_s);
        QCOMPARE(entry[u"schema"].toInt(), 1);
        QVERIFY(entry[u"attempt"].isDouble());
        QCOMPARE(entry[u"payload_sha256"].toString().size(), 64);
        QCOMPARE(entry[u"fleet_id"].toString(),
                 rows(u"SELECT fleet_id FROM fleet_identity"_s)[0][0].toString());
        // Whoever may have it finds the JAR at the address that is given.
        const WebCaller client(_fleet->webApi(), _fleet->pin(),
                               contentOf(_fleet->path(u"secrets/client.key"_s)).trimmed());
        const QString address = entry[u"plugin_jar_url"].toString();
        QVERIFY2(address.startsWith(u"https://"), qPrintable(address));
        QCOMPARE(client.get(address).body, contentOf(_jar));
    }

    void theEndOfTheDeployIsPublished()
    {
        for (const QJsonValue &child : _deploy[u"children"].toArray()) {
            const auto message = [&] {
                return messageOf(child[u"id"].toString(),
                                 messagesOn("archivesmp:results:deployment", heard()));
            };
            QTRY_COMPARE_WITH_TIMEOUT(message()[u"status"].toString(), u"completed"_s, 10000);
            QCOMPARE(message()[u"physical_server"].toString(), child[u"physical_server"].toString());
            QCOMPARE(message()[u"target_instance"].toString(), child[u"target_instance"].toString());
        }
    }

    void theRollbackCrossesTheServers()
    {
        // The disk of one instance loses its backup: the way back leads through the store.
        QVERIFY(QDir(_fleet->minecraftFolder(u"ovh"_s, _other) + u"/../.archivesmp-backup"_s)
                    .removeRecursively());
        const QJsonObject undone
            = _fleet->carryOut({u"plan"_s, u"rollback"_s, _deploy[u"job"][u"id"].toString()});

        QVERIFY2(statusOf(undone) == "completed"_L1, report(undone).constData());
        QVERIFY(!_fleet->hasJar(u"hetzner"_s, u"DEV01"_s, jarSha256()));
        QCOMPARE(_fleet->jarsOf(u"ovh"_s, _other, _plugin), _jarsBefore);
        QCOMPARE(
            rows(u"SELECT 1 FROM job_events WHERE text LIKE '%came back from the artifact store%'"_s).size(),
            1);
        const auto jobs = rows(
            u"SELECT target_server FROM deployment_jobs WHERE job_type = 'deploy' AND target_server <> 'all' ORDER BY target_server"_s);
        QCOMPARE(jobs.size(), 2);
        QCOMPARE(jobs.at(0).at(0).toString(), u"hetzner"_s);
        QCOMPARE(jobs.at(1).at(0).toString(), u"ovh"_s);
        QVERIFY(!rows(u"SELECT 1 FROM artifacts"_s).isEmpty());
    }

    void noSecretIsAnywhere()
    {
        Canaries canaries(*_fleet);
        canaries.add(_secret.actual);
        canaries.add("canary-plugin");
        canaries.add("canary-db");
        canaries.add(RedisServer::hostPassword());
        canaries.add(RedisServer::agentPassword());
        QStringList found = canaries.foundInFleet(*_fleet);

        const auto tables = rows(u"SHOW TABLES"_s);
        QVERIFY(tables.size() > 10);
        for (const QVariantList &table : tables) {
            const auto content = rows(u"SELECT * FROM "_s + table.first().toString());
            for (const QVariantList &row : content) {
                for (const QVariant &cell : row)
                    found += canaries.foundIn(cell.toByteArray(), u"the table "_s + table.first().toString());
            }
        }
        const QList<QByteArray> keys = _redis.command({u"KEYS"_s, u"*"_s}).split('\n');
        QVERIFY(keys.contains("archivesmp:jobs:ovh"));
        for (const QByteArray &key : keys)
            found += canaries.foundIn(_redis.command({u"XRANGE"_s, QString::fromUtf8(key), u"-"_s, u"+"_s}),
                                      QString::fromUtf8(key));
        found += canaries.foundBelow(_redis.keptFolder()); // its log of all that was ever written
        found += canaries.foundIn(heard(), u"what Redis published"_s);
        found += canaries.foundBelow(_swift.devices());

        QCOMPARE(found.join(u'\n'), QString());
    }
};

ARCHIVESMP_TEST(TestEngines)
#include "tst_engines.moc"
