// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/demofleet.h"

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

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

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

    QJsonArray findings() { return _fleet.ctlJson({u"drift"_s})[u"findings"].toArray(); }

    // Applies the plan that `arguments` ask for and waits for its end.
    QJsonObject carryOut(const QStringList &arguments)
    {
        const QString plan = _fleet.ctlJson(arguments)[u"id"].toString();
        const QString job = _fleet.ctlJson({u"apply"_s, plan, u"--yes"_s, u"--no-wait"_s})[u"job"].toString();
        return _fleet.waitForJob(job);
    }

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

    QString artifact() const
    {
        return QDir(_fleet.path(u"artifacts"_s)).entryInfoList({u"*.jar"_s}).value(0).filePath();
    }
    QString plugin() const { return QFileInfo(artifact()).fileName().section(u'-', 0, 0); }

    QString instanceOf(const QString &server, const QString &plugin)
    {
        const QJsonArray plugins = _fleet.ctlJson({u"plugins"_s})[u"plugins"].toArray();
        for (const QJsonValue &entry : plugins) {
            if (entry[u"physical_server"].toString() == server && entry[u"name"].toString() == plugin
                && !entry[u"jar_file"].toString().isEmpty())
                return entry[u"instance"].toString();
        }
        return {};
    }

    bool hasJar(const QString &server, const QString &instance, const QByteArray &sha256)
    {
        QDirIterator jars(_fleet.minecraftFolder(server, instance) + u"/plugins"_s, {u"*.jar"_s},
                          QDir::Files);
        while (jars.hasNext()) {
            if (QCryptographicHash::hash(contentOf(jars.next()), QCryptographicHash::Sha256) == sha256)
                return true;
        }
        return false;
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
        QJsonObject finding;
        const QJsonArray all = findings();
        for (const QJsonValue &candidate : all) {
            if (candidate[u"kind"].toString() == "changed"_L1
                && !candidate[u"fix"][u"hunk"].toString().isEmpty())
                finding = candidate.toObject();
        }
        QVERIFY(!finding.isEmpty());
        const QString path
            = _fleet.minecraftFolder(finding[u"physical_server"].toString(), finding[u"instance"].toString())
            + u'/' + finding[u"file"].toString();
        const QList<QByteArray> before = contentOf(path).split('\n');

        const QJsonObject job = carryOut({u"plan"_s, u"fix"_s, finding[u"id"].toString()});

        QVERIFY2(statusOf(job) == "completed"_L1, report(job).constData());
        const QList<QByteArray> after = contentOf(path).split('\n');
        QCOMPARE(after.size(), before.size());
        int changed = 0;
        for (qsizetype i = 0; i < before.size(); ++i)
            changed += before.at(i) == after.at(i) ? 0 : 1;
        QCOMPARE(changed, 1);

        QCOMPARE(_fleet.ctl({u"scan"_s}).status, 0);
        QVERIFY(!keysOf(findings()).contains(keyOf(finding)));
    }

    void deploysThroughDev01ToTheOtherServer()
    {
        const QByteArray sha256 = QCryptographicHash::hash(contentOf(artifact()), QCryptographicHash::Sha256);
        const QString other = instanceOf(u"ovh"_s, plugin());
        QVERIFY2(!other.isEmpty(), qPrintable(plugin()));
        _jarBefore = pluginOn(u"ovh"_s, other, plugin())[u"jar_file"].toString();

        // A plugin's own secret, which the backup of the deploy puts aside with its configuration.
        QFile secret(_fleet.minecraftFolder(u"ovh"_s, other) + u"/plugins/"_s + plugin()
                     + u"/credentials.yml"_s);
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("password: canary-plugin\n") > 0);
        secret.close();

        const QJsonObject job
            = carryOut({u"plan"_s, u"deploy"_s, u"--plugin"_s, plugin(), u"--jar"_s, artifact(),
                        u"--instance"_s, u"DEV01"_s, u"--instance"_s, u"ovh/"_s + other});

        QVERIFY2(statusOf(job) == "completed"_L1,
                 QByteArray(report(job) + _fleet.agent(u"ovh"_s).description().toUtf8()).constData());
        _deployJob = job[u"job"][u"id"].toString();
        QCOMPARE(job[u"children"].toArray().size(), 2);
        QCOMPARE(job[u"children"][0][u"target_instance"].toString(), u"DEV01"_s);
        QVERIFY(hasJar(u"hetzner"_s, u"DEV01"_s, sha256));
        QVERIFY(hasJar(u"ovh"_s, other, sha256));
        QCOMPARE(pluginOn(u"ovh"_s, other, plugin())[u"jar_sha256"].toString(),
                 QString::fromLatin1(sha256.toHex()));
    }

    void rollsTheDeployBackOnBothServers()
    {
        const QByteArray sha256 = QCryptographicHash::hash(contentOf(artifact()), QCryptographicHash::Sha256);
        const QString other = instanceOf(u"ovh"_s, plugin());

        const QJsonObject job = carryOut({u"plan"_s, u"rollback"_s, _deployJob});

        QVERIFY2(statusOf(job) == "completed"_L1, report(job).constData());
        QVERIFY(!hasJar(u"hetzner"_s, u"DEV01"_s, sha256));
        QVERIFY(!hasJar(u"ovh"_s, other, sha256));
        QCOMPARE(pluginOn(u"ovh"_s, other, plugin())[u"jar_file"].toString(), _jarBefore);
        QCOMPARE(statusOf(_fleet.ctlJson({u"job"_s, _deployJob}).object()), u"rolled_back"_s);
    }

    void secretsAppearNowhere()
    {
        // The panels' passwords, as DemoFleet wrote them, and a plugin's, which was backed up on ovh and
        // brought to the host's artifact store, below its state folder.
        int sealed = 0;
        for (const QString &server : {u"hetzner"_s, u"ovh"_s}) {
            const QByteArray canary = "canary-amp-" + server.toUtf8();
            QDirIterator files(_fleet.path(u"state-"_s + server), QDir::Files | QDir::Hidden,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QByteArray content = contentOf(files.next());
                QVERIFY2(!content.contains(canary), qPrintable(files.filePath()));
                QVERIFY2(!content.contains("canary-plugin"), qPrintable(files.filePath()));
                sealed += content.startsWith("ASMPSEAL") ? 1 : 0;
            }
            QVERIFY(!_fleet.agent(server).standardError().contains(canary));
            QVERIFY(!contentOf(u"/proc/%1/cmdline"_s.arg(_fleet.agent(server).pid())).contains(canary));
            QVERIFY(!contentOf(u"/proc/%1/environ"_s.arg(_fleet.agent(server).pid())).contains(canary));
        }
        QVERIFY2(sealed >= 2, qPrintable(QString::number(sealed)));
    }

    void bothAgentsStopWhenTold()
    {
        QVERIFY(_fleet.agent(u"ovh"_s).terminate());
        QVERIFY(_fleet.agent(u"hetzner"_s).terminate());
    }
};

ARCHIVESMP_TEST(TestEndToEnd)
#include "tst_endtoend.moc"
