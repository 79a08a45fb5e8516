// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/canaries.h"
#include "tests/integration/demofleet.h"
#include "tests/integration/onevalue.h"

#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QSet>
#include <QTest>

using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

// What says that two findings are one, for comparing with the truth of the generator.
QString keyOf(const QJsonObject &finding)
{
    QStringList parts;
    for (const QString &member :
         {u"physical_server"_s, u"instance"_s, u"plugin"_s, u"file"_s, u"key"_s, u"kind"_s})
        parts.append(finding[member].toString());
    return parts.join(u" | "_s);
}

QSet<QString> keysOf(const QJsonArray &findings)
{
    QSet<QString> keys;
    for (const QJsonValue &finding : findings)
        keys.insert(keyOf(finding.toObject()));
    return keys;
}

} // namespace

// The main job from end to end, as an admin does it from the command line: both servers, real files, real
// processes.
class TestEndToEnd final : public QObject
{
    Q_OBJECT

    DemoFleet _fleet;
    QString _deployJob;
    QString _jarBefore;
    QList<QByteArray> _jarsBefore;
    DriftedSecret _secret;

    QJsonArray findings() { return _fleet.ctlJson({u"drift"_s})[u"findings"].toArray(); }

    static QString statusOf(const QJsonObject &detail) { return detail[u"job"][u"status"].toString(); }
    static QByteArray report(const QJsonObject &detail) { return QJsonDocument(detail).toJson(); }

    // The JAR of the plugin on the instance, as the host knows it.
    QJsonObject pluginOn(const QString &server, const QString &instance, const QString &plugin)
    {
        const QJsonArray plugins = _fleet.ctlJson({u"plugins"_s})[u"plugins"].toArray();
        for (const QJsonValue &entry : plugins) {
            if (entry[u"physical_server"].toString() == server && entry[u"instance"].toString() == instance
                && entry[u"name"].toString() == plugin)
                return entry.toObject();
        }
        return {};
    }

    [[nodiscard]] QByteArray artifactSha256() const
    {
        return QCryptographicHash::hash(contentOf(_fleet.artifact()), QCryptographicHash::Sha256);
    }

    // Those that the host's artifact store holds.
    [[nodiscard]] int sealedBackups() const
    {
        int sealed = 0;
        QDirIterator files(_fleet.path(u"state-hetzner"_s), QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
        while (files.hasNext())
            sealed += contentOf(files.next()).startsWith("ASMPSEAL") ? 1 : 0;
        return sealed;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(_fleet.start(), qPrintable(_fleet.problem())); }

    void seesEveryInstanceOfBothServers()
    {
        QTRY_COMPARE_WITH_TIMEOUT(_fleet.ctlJson({u"instances"_s})[u"instances"].toArray().size(), 8, 15000);
        const QJsonArray instances = _fleet.ctlJson({u"instances"_s})[u"instances"].toArray();
        QSet<QString> servers;
        for (const QJsonValue &instance : instances) {
            servers.insert(instance[u"physical_server"].toString());
            QVERIFY(instance[u"on_disk"].toBool() && instance[u"in_amp"].toBool());
        }
        QCOMPARE(servers, QSet<QString>({u"hetzner"_s, u"ovh"_s}));
    }

    void importsTheExpectations()
    {
        const CommandOutcome outcome
            = _fleet.ctl({u"import"_s, u"--expectations"_s, _fleet.path(u"expectations"_s)});
        QVERIFY2(outcome.status == 0, QByteArray(outcome.error + outcome.output).constData());
        QVERIFY(!_fleet.logOf(u"hetzner"_s).contains("still holds an imported file"));
    }

    void findsTheInjectedDriftAndNothingElse()
    {
        const CommandOutcome scan = _fleet.ctl({u"scan"_s});
        QVERIFY2(scan.status == 0, QByteArray(scan.error + scan.output).constData());

        const QSet<QString> found = keysOf(findings());
        const QSet<QString> injected = keysOf(_fleet.truth()[u"drifts"].toArray());

        QVERIFY(!injected.isEmpty());
        QCOMPARE(QStringList((found - injected).values()), QStringList());
        QCOMPARE(QStringList((injected - found).values()), QStringList());
    }

    void fixesOneFindingAndTouchesNothingElse()
    {
        const QJsonObject finding = plainFinding(_fleet);
        QVERIFY(!finding.isEmpty());
        const QByteArray before = contentOf(fileOf(_fleet, finding));

        const QJsonObject job = _fleet.carryOut({u"plan"_s, u"fix"_s, finding[u"id"].toString()});

        QVERIFY2(statusOf(job) == "completed"_L1, report(job).constData());
        QCOMPARE(changeBeyondValue(before, contentOf(fileOf(_fleet, finding)), finding), QString());
        QCOMPARE(_fleet.ctl({u"scan"_s}).status, 0);
        QVERIFY(!keysOf(findings()).contains(keyOf(finding)));
    }

    void writesASecretThatItNeverShows()
    {
        _secret = plantInPluginFile(_fleet, u"ovh"_s, "canary-drifted");
        QVERIFY(!_secret.file.isEmpty());
        const QString file = _fleet.minecraftFolder(_secret.server, _secret.instance) + u'/' + _secret.file;
        const QByteArray before = contentOf(file);
        QCOMPARE(_fleet.ctl({u"scan"_s}).status, 0);
        const QJsonObject finding = findingOf(_fleet, _secret);
        QVERIFY(finding[u"actual"][u"secret"].toBool() && finding[u"expected"][u"secret"].toBool());
        const QString id = finding[u"id"].toString();
        // What a person would look at, so that secrets can be looked for in it.
        for (const QStringList &look :
             {QStringList{u"drift"_s}, {u"finding"_s, id}, {u"plan"_s, u"fix"_s, id}})
            QVERIFY(!_fleet.ctl(look).output.isEmpty());

        const QJsonObject job = _fleet.carryOut({u"plan"_s, u"fix"_s, id});

        QVERIFY2(statusOf(job) == "completed"_L1, report(job).constData());
        QCOMPARE(changeBeyondValue(before, contentOf(file), _secret.actual, _secret.expected), QString());
        QCOMPARE(_fleet.ctl({u"scan"_s}).status, 0);
        QVERIFY(findingOf(_fleet, _secret).isEmpty());
    }

    void deploysThroughDev01ToTheOtherServer()
    {
        const QString plugin = _fleet.artifactPlugin();
        const QString other = _fleet.instanceWith(u"ovh"_s, plugin);
        QVERIFY2(!other.isEmpty(), qPrintable(plugin));
        _jarBefore = pluginOn(u"ovh"_s, other, plugin)[u"jar_file"].toString();
        _jarsBefore = _fleet.jarsOf(u"ovh"_s, other, plugin);
        QCOMPARE(_jarsBefore.size(), 1);

        // A plugin's own secret, which the backup of the deploy puts aside with its configuration.
        QFile secret(_fleet.minecraftFolder(u"ovh"_s, other) + u"/plugins/"_s + plugin
                     + u"/credentials.yml"_s);
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("password: canary-plugin\n") > 0);
        secret.close();

        const QJsonObject job
            = _fleet.carryOut({u"plan"_s, u"deploy"_s, u"--plugin"_s, plugin, u"--jar"_s, _fleet.artifact(),
                               u"--instance"_s, u"DEV01"_s, u"--instance"_s, u"ovh/"_s + other});

        QVERIFY2(statusOf(job) == "completed"_L1,
                 QByteArray(report(job) + _fleet.agent(u"ovh"_s).description().toUtf8()).constData());
        _deployJob = job[u"job"][u"id"].toString();
        QCOMPARE(job[u"children"].toArray().size(), 2);
        QCOMPARE(job[u"children"][0][u"target_instance"].toString(), u"DEV01"_s);
        QVERIFY(_fleet.hasJar(u"hetzner"_s, u"DEV01"_s, artifactSha256()));
        QCOMPARE(_fleet.jarsOf(u"ovh"_s, other, plugin), QList{artifactSha256()});
        QCOMPARE(pluginOn(u"ovh"_s, other, plugin)[u"jar_sha256"].toString(),
                 QString::fromLatin1(artifactSha256().toHex()));
    }

    void rollsTheDeployBackOnBothServers()
    {
        const QString plugin = _fleet.artifactPlugin();
        const QString other = _fleet.instanceWith(u"ovh"_s, plugin);

        const QJsonObject job = _fleet.carryOut({u"plan"_s, u"rollback"_s, _deployJob});

        QVERIFY2(statusOf(job) == "completed"_L1, report(job).constData());
        QVERIFY(!_fleet.hasJar(u"hetzner"_s, u"DEV01"_s, artifactSha256()));
        QCOMPARE(_fleet.jarsOf(u"ovh"_s, other, plugin), _jarsBefore);
        QCOMPARE(pluginOn(u"ovh"_s, other, plugin)[u"jar_file"].toString(), _jarBefore);
        QCOMPARE(statusOf(_fleet.ctlJson({u"job"_s, _deployJob}).object()), u"rolled_back"_s);
    }

    void secretsAppearNowhere()
    {
        // What was expected, what stood in two files on ovh, one of which was backed up and brought to the
        // host's artifact store below its state folder, the panels' passwords, and the keys.
        Canaries canaries(_fleet);
        QVERIFY2(canaries.count() >= 6, qPrintable(QString::number(canaries.count())));
        canaries.add(_secret.actual);
        canaries.add("canary-plugin");
        const CommandOutcome exported
            = _fleet.ctl({u"expectations"_s, u"export"_s, _fleet.path(u"exported"_s)});
        QVERIFY2(exported.status == 0, exported.error.constData());

        QCOMPARE(canaries.foundInFleet(_fleet).join(u'\n'), QString());
        QCOMPARE(canaries.foundBelow(_fleet.path(u"exported"_s)).join(u'\n'), QString());
        QVERIFY2(sealedBackups() >= 2, qPrintable(QString::number(sealedBackups())));
    }

    void bothAgentsStopWhenTold()
    {
        QVERIFY(_fleet.agent(u"ovh"_s).terminate());
        QVERIFY(_fleet.agent(u"hetzner"_s).terminate());
    }
};

ARCHIVESMP_TEST(TestEndToEnd)
#include "tst_endtoend.moc"
