// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/settingsloader.h"

#include "agent/settings/sealedsecret.h"

#include "tests/support/testregistry.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::settings;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSettingsLoader final : public QObject
{
    Q_OBJECT

    QTemporaryDir _folder;
    QString _path = _folder.filePath(u"host-config.yaml"_s);

    void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        file.write(content);
    }

    QByteArray sealed(const QByteArray &text, const QByteArray &field)
    {
        return SecretKey::load(secretKeyFile(_path)).value().seal(Secret(text), field).value();
    }

    QByteArray validHost()
    {
        return "role: host\nphysical_server: hetzner\namp:\n  url: http://127.0.0.1:8080\n  username: "
               "admin\n  password: "
            + sealed("amp-secret", "amp.password") + '\n';
    }

    QString firstError(const QByteArray &content)
    {
        write(_path, content);
        const auto settings = loadSettings(_path);
        return settings ? QString() : describe(settings.error().first());
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(SecretKey::loadOrCreate(secretKeyFile(_path)).has_value()); }

    void aShortFileChoosesTheEmbeddedEngines()
    {
        write(_path, validHost());

        const auto settings = loadSettings(_path);

        QVERIFY2(settings.has_value(), settings ? "" : qPrintable(describe(settings.error().first())));
        QCOMPARE(settings->role, domain::ServerRole::Host);
        QCOMPARE(settings->amp.password.reveal(), QByteArray("amp-secret"));
        QVERIFY(!settings->redis && !settings->mariadb && !settings->minio);
        QVERIFY(settings->webApi);
        QCOMPARE(settings->webApiPort, quint16(8000));
        QCOMPARE(settings->controlPort, quint16(8001));
        QCOMPARE(settings->servers.size(), 1);
        QCOMPARE(settings->servers.first().name, u"hetzner"_s);
    }

    void readsEverySection()
    {
        write(_path,
              validHost()
                  + "redis: {host: localhost, port: 6380, db: 2}\nmariadb:\n  host: localhost\n  database: "
                    "a\n  username: u\n  password: {file: "
                  + _folder.filePath(u"db"_s).toUtf8()
                  + "}\nminio: {endpoint: 'localhost:9000', access_key: k, secret_key: "
                  + sealed("s", "minio.secret_key")
                  + "}\nwebapi: {port: 0}\ncontrol: {port: 0}\nbind: 127.0.0.1\nstate: /tmp/x\nschedule: "
                    "{scan: 30m}\nbackups: {keep: 3, days: 7}\ndurations: {heartbeat: 200ms}\n"
                    "servers:\n  - {name: hetzner, role: host, gaming_role: secondary}\n  - {name: ovh, "
                    "gaming_role: primary}\nproof_instances: [DEV01, DEV02]\n");
        write(_folder.filePath(u"db"_s), "db-secret\n");

        const auto settings = loadSettings(_path);

        QVERIFY2(settings.has_value(), settings ? "" : qPrintable(describe(settings.error().first())));
        QCOMPARE(settings->redis->port, quint16(6380));
        QCOMPARE(settings->mariadb->password.reveal(), QByteArray("db-secret"));
        QCOMPARE(settings->minio->secretKey.reveal(), QByteArray("s"));
        QCOMPARE(settings->minio->tls, false);
        QCOMPARE(settings->scanEvery, std::chrono::seconds(30min));
        QCOMPARE(settings->backups.keep, 3);
        QCOMPARE(settings->backups.days, 7);
        QCOMPARE(settings->durations.heartbeat, std::chrono::milliseconds(200));
        QCOMPARE(settings->servers.at(1).role, domain::ServerRole::Client);
        QCOMPARE(settings->proofInstances, QStringList({u"DEV01"_s, u"DEV02"_s}));
    }

    // Named in the interfaces, and waited for: a configuration that has them is not wrong.
    void whatIsNotUsedYetIsTakenWithAWarning_data()
    {
        QTest::addColumn<QByteArray>("setting");
        QTest::addColumn<QString>("field");
        QTest::newRow("schedule.health")
            << QByteArray("schedule: {scan: 1h, health: 5m}\n") << u"schedule.health"_s;
        QTest::newRow("minio.public_url") << "minio: {endpoint: 'localhost:9000', access_key: k, public_url: "
                                             "'https://s3.example', secret_key: "
                + sealed("s", "minio.secret_key")
                + "}\n" << u"minio.public_url"_s;
        QTest::newRow("approvals") << QByteArray("approvals: {restarts: 2, roles: [admin]}\n")
                                   << u"approvals"_s;
        QTest::newRow("alerts") << QByteArray("alerts:\n  webhook: {file: /x}\n") << u"alerts"_s;
    }
    void whatIsNotUsedYetIsTakenWithAWarning()
    {
        QFETCH(QByteArray, setting);
        QFETCH(QString, field);
        write(_path, validHost() + setting);

        const auto settings = loadSettings(_path);

        QVERIFY2(settings.has_value(), settings ? "" : qPrintable(describe(settings.error().first())));
        QCOMPARE(settings->warnings.size(), 1);
        const QString warning = describe(settings->warnings.first());
        QVERIFY2(warning.startsWith(_path + u":7:"_s) || warning.startsWith(_path + u":8:"_s),
                 qPrintable(warning));
        QVERIFY2(warning.contains(field + u": is not used yet"_s), qPrintable(warning));
    }

    void namesFileLineFieldAndRemedy_data()
    {
        QTest::addColumn<QByteArray>("replaced");
        QTest::addColumn<QByteArray>("by");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        const auto row
            = [](const char *name, const QByteArray &replaced, const QByteArray &by, const QString &where,
                 const QString &what) { QTest::newRow(name) << replaced << by << where << what; };
        row("B6 unknown key", "amp:", "reddis: {}\namp:", u":3: reddis:"_s, u"did you mean redis?"_s);
        row("B7 wrong role", "role: host", "role: hst", u":1:7: role:"_s, u"use host or client"_s);
        row("B7 no role", "role: host\n", "", u": role:"_s, u"is missing"_s);
        for (const QByteArray &port :
             std::initializer_list<QByteArray>{"80a", "0", "70000", "-1", "99999999999"})
            row(QByteArray("B8 port " + port).constData(),
                "amp:", "redis: {host: localhost, port: " + port + "}\namp:", u":3:32: redis.port:"_s,
                u"use 1 to 65535"_s);
        row("B11 http to another machine", "http://127.0.0.1:8080", "http://198.51.100.7:8080",
            u":4:8: amp.url:"_s, u"use https"_s);
        row("credentials in an address", "http://127.0.0.1:8080", "https://a:b@host", u"amp.url:"_s,
            u"user or password"_s);
        row("client section",
            "amp:", "host_api: {url: 'https://h', api_key: {file: /x}}\namp:", u"host_api"_s, u""_s);
        row("duration", "amp:", "durations: {lease: 1}\namp:", u"durations.lease:"_s, u"5s"_s);
        row("scans without a pause", "amp:", "schedule: {scan: 500ms}\namp:", u"schedule.scan:"_s, u"1m"_s);
        row("health checks without a pause", "amp:", "schedule: {health: 5s}\namp:", u"schedule.health:"_s,
            u"1m"_s);
        row("health checks of no length", "amp:", "schedule: {health: often}\namp:", u"schedule.health:"_s,
            u"10m"_s);
        row("public address in clear", "amp:",
            "minio: {endpoint: 'localhost:9000', access_key: k, public_url: 'http://s3.example', secret_key: "
                + sealed("s", "minio.secret_key") + "}\namp:",
            u"minio.public_url:"_s, u"use https"_s);
        row("approvals that are none", "amp:", "approvals: yes\namp:", u"approvals:"_s, u"section"_s);
        row("alerts that are none", "amp:", "alerts: [a]\namp:", u"alerts:"_s, u"section"_s);
        row("alerts of a client", "role: host",
            "role: client\nalerts: {a: 1}\nhost_api: {url: 'https://h', api_key: "
                + sealed("k", "host_api.api_key") + "}",
            u"alerts:"_s, u"remove the section"_s);
        row("no backup kept", "amp:", "backups: {keep: 0}\namp:", u"backups.keep:"_s, u"use 1 to"_s);
        row("renewal too slow", "amp:", "durations: {lease: 10s, renew: 9s}\namp:", u"durations.renew:"_s,
            u"half"_s);
        row("server named all", "hetzner", "all", u"physical_server:"_s, u""_s);
        row("server twice", "amp:", "servers: [{name: a}, {name: a}]\namp:", u"servers[1].name:"_s,
            u"twice"_s);
    }

    void namesFileLineFieldAndRemedy()
    {
        QFETCH(QByteArray, replaced);
        QFETCH(QByteArray, by);
        QFETCH(QString, where);
        QFETCH(QString, what);

        const QString error = firstError(validHost().replace(replaced, by));

        QVERIFY2(error.startsWith(_path), qPrintable(error));
        QVERIFY2(error.contains(where), qPrintable(error));
        QVERIFY2(error.contains(what), qPrintable(error));
    }

    void b9_aPlaceholderNamesTheCommandThatReplacesIt()
    {
        for (const QByteArray &placeholder :
             std::initializer_list<QByteArray>{"<encrypted>", "<secret>", "<key>"}) {
            const QString error = firstError("role: host\nphysical_server: hetzner\namp: {url: "
                                             "'http://127.0.0.1:1', username: a, password: '"
                                             + placeholder + "'}\n");
            QVERIFY2(error.contains(u"archivesmp-agent encrypt --field amp.password"), qPrintable(error));
        }
    }

    void b10_aMovedSecretIsRefusedWithoutShowingIt()
    {
        const QString error = firstError(
            "role: host\nphysical_server: hetzner\namp: {url: 'http://127.0.0.1:1', username: a, password: '"
            + sealed("canary-1", "mariadb.password") + "'}\n");

        QVERIFY(error.contains(u"amp.password"));
        QVERIFY(error.contains(u"cannot decrypt"));
        QVERIFY(!error.contains(u"canary-1"));
    }

    void aSecretInClearIsRefusedWithoutRepeatingIt()
    {
        const QString error = firstError("role: host\nphysical_server: hetzner\namp: {url: "
                                         "'http://127.0.0.1:1', username: a, password: canary-2}\n");

        QVERIFY(error.contains(u"written in clear"));
        QVERIFY(!error.contains(u"canary-2"));
    }

    void b11_insecureMustBeSaid()
    {
        QVERIFY(!firstError(validHost().replace("127.0.0.1", "198.51.100.7")).isEmpty());
        QCOMPARE(firstError(validHost().replace("127.0.0.1", "198.51.100.7") + "allow_insecure: true\n"),
                 QString());
    }

    void b11AClientsWayToItsHostIsNotInClear_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("secure");
        QTest::newRow("https") << QByteArray("https://archivesmp.example:8000") << true;
        QTest::newRow("http to itself") << QByteArray("http://127.0.0.1:8000") << true;
        QTest::newRow("http by address") << QByteArray("http://198.51.100.7:8000") << false;
        QTest::newRow("http by name") << QByteArray("http://archivesmp.example:8000") << false;
        QTest::newRow("http in the LAN") << QByteArray("http://192.168.1.4:8000") << false;
    }
    void b11AClientsWayToItsHostIsNotInClear()
    {
        QFETCH(QByteArray, url);
        QFETCH(bool, secure);
        const QByteArray client = validHost().replace("role: host", "role: client") + "host_api: {url: '"
            + url + "', api_key: " + sealed("k", "host_api.api_key") + "}\n";

        const QString error = firstError(client);

        QCOMPARE(error.isEmpty(), secure);
        if (!secure) {
            QVERIFY2(error.contains(u"host_api.url: http to another machine"), qPrintable(error));
            QVERIFY2(error.contains(u"allow_insecure: true"), qPrintable(error));
        }
        QCOMPARE(firstError(client + "allow_insecure: true\n"), QString());
    }

    void aClientNeedsItsHost()
    {
        const QString error = firstError(validHost().replace("role: host", "role: client"));

        QVERIFY2(error.contains(u"host_api: is missing"), qPrintable(error));
    }

    void allMistakesAreNamedInOneRun()
    {
        write(_path,
              "role: hst\nphysical_server: hetzner\namp: {url: nonsense, username: a, password: '<key>'}\n");

        QCOMPARE(loadSettings(_path).error().size(), 3);
    }

    void theTemplatesNeedTheirPlaceholdersOnly()
    {
        for (const QString &name : {u"host-config.yaml"_s, u"client-config.yaml"_s}) {
            QFile file(QStringLiteral(ARCHIVESMP_SOURCE "/installers/linux/") + name + u".template"_s);
            QVERIFY(file.open(QIODevice::ReadOnly));
            write(_path, file.readAll());

            const auto settings = loadSettings(_path);

            QVERIFY(!settings.has_value());
            for (const Error &error : settings.error())
                QVERIFY2(error.message.contains(u"placeholder"), qPrintable(describe(error)));
        }
    }
};

ARCHIVESMP_TEST(TestSettingsLoader)
#include "tst_settingsloader.moc"
