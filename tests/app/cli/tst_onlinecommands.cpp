// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/ctlrunner.h"
#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::protocol;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

domain::Finding findingNamed(const QString &id)
{
    domain::Finding finding = sampleFinding();
    finding.id = FindingId(id);
    return finding;
}

} // namespace

class TestOnlineCommands final : public QObject
{
    Q_OBJECT

    // Every instance scanned, and everything read.
    static FleetState completeFleet()
    {
        FleetState fleet = sampleFleetState();
        fleet.unresolved.clear();
        for (domain::Instance &instance : fleet.instances)
            instance.scanPartial = false;
        return fleet;
    }

private Q_SLOTS:
    void init() { _ctl = std::make_unique<CtlRunner>(); }
    void cleanup() { _ctl.reset(); }

    void serversAreATable()
    {
        const Ended ended = _ctl->talk({u"servers"_s});

        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.out.startsWith("SERVER  ROLE    STATE"), ended.out.constData());
        QVERIFY(ended.out.contains("ovh     client  degraded"));
        QVERIFY(ended.out.contains("AMP does not answer"));
        QVERIFY(ended.out.contains("MariaDB"));
        QCOMPARE(ended.err, QByteArray());
    }

    void serversAreOneDocument()
    {
        const Ended ended = _ctl->talk({u"servers"_s, u"--json"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.json().value(u"servers"_s)[0][u"name"].toString(), u"ovh"_s);
        QCOMPARE(ended.json().value(u"servers"_s)[0][u"state"].toString(), u"degraded"_s);
    }

    void theServerIsPassedOn()
    {
        (void)_ctl->talk({u"instances"_s, u"--server"_s, u"ovh"_s});

        QCOMPARE(_ctl->host->fleet.asked<GetFleet>().value(0).server, u"ovh"_s);
    }

    void instancesAndPluginsAreListed()
    {
        const Ended instances = _ctl->talk({u"instances"_s});
        const Ended plugins = _ctl->talk({u"plugins"_s, u"--instance"_s, u"BENT01"_s});
        const Ended none = _ctl->talk({u"plugins"_s, u"--instance"_s, u"OTHER"_s, u"--json"_s});

        QVERIFY(instances.out.contains("BENT01"));
        QVERIFY(instances.out.contains("running"));
        QVERIFY(plugins.out.contains("CoreProtect"));
        QCOMPARE(none.json().value(u"plugins"_s).toArray().size(), 0);
    }

    void driftEndsWith2AndShowsNoSecret()
    {
        _ctl->host->fleet.when<ListFindings>([](const domain::User &, const ListFindings &) {
            return FindingPage{{sampleFinding(), sampleSecretFinding()}, 2, 1};
        });

        const Ended ended
            = _ctl->talk({u"drift"_s, u"--kind"_s, u"changed"_s, u"--plugin"_s, u"CoreProtect"_s});

        QCOMPARE(ended.status, 2);
        QVERIFY(ended.out.contains("01234567"));
        QVERIFY(ended.out.contains("worlds.nether\\.old.rate"));
        QVERIFY(ended.out.contains("••••••"));
        QVERIFY(ended.out.contains("•••••• differs"));
        QVERIFY(!ended.out.contains("3333"));
        QCOMPARE(_ctl->host->fleet.asked<ListFindings>().value(0).kind, domain::FindingKind::Changed);
        QCOMPARE(_ctl->host->fleet.asked<ListFindings>().value(0).plugin, u"CoreProtect"_s);
    }

    void noDriftEndsWith0()
    {
        _ctl->host->fleet.when<ListFindings>(
            [](const domain::User &, const ListFindings &) { return FindingPage{}; });
        _ctl->host->fleet.when<GetFleet>([](auto &&...) { return completeFleet(); });

        const Ended ended = _ctl->talk({u"drift"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.out, QByteArray("no drift\n"));
    }

    void whatWasNotReadIsNeverNoDrift()
    {
        _ctl->host->fleet.when<ListFindings>(
            [](const domain::User &, const ListFindings &) { return FindingPage{}; });
        FleetState fleet = completeFleet();
        const auto with = [&](bool partial, const QDateTime &lastScan) {
            fleet.instances.first().scanPartial = partial;
            fleet.instances.first().lastScan = lastScan;
            _ctl->host->fleet.when<GetFleet>([fleet](auto &&...) { return fleet; });
        };

        with(true, sampleTime());
        const Ended partial = _ctl->talk({u"drift"_s, u"--severity"_s, u"critical"_s});
        QCOMPARE(partial.status, 2);
        QCOMPARE(partial.out,
                 QByteArray("no drift in what was read\n"
                            "partial: the last scan could not read all of ovh/BENT01\n"));
        QCOMPARE(_ctl->talk({u"drift"_s, u"--json"_s}).json().value(u"partial"_s), QJsonValue(true));
        QCOMPARE(_ctl->talk({u"drift"_s, u"--instance"_s, u"OTHER"_s}).status, 0);

        with(false, {});
        const Ended never = _ctl->talk({u"drift"_s});
        QCOMPARE(never.status, 2);
        QVERIFY2(never.out.contains("never scanned: ovh/BENT01"), never.out.constData());
        QVERIFY(_ctl->talk({u"drift"_s, u"--json"_s})
                    .json()
                    .value(u"never_scanned"_s)
                    .toArray()
                    .contains(u"ovh/BENT01"_s));
    }

    void settingsWithoutAFileAreSaid()
    {
        _ctl->host->fleet.when<ListFindings>(
            [](const domain::User &, const ListFindings &) { return FindingPage{}; });
        FleetState fleet = completeFleet();
        fleet.unresolved = {{u"Warps"_s, u"no instance has a file of this name"_s, 3, {u"odd.key"_s}}};
        _ctl->host->fleet.when<GetFleet>([fleet](auto &&...) { return fleet; });

        const Ended ended = _ctl->talk({u"drift"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.out,
                 QByteArray("no drift\nWarps: 3 settings without a file: no instance has a file of this name "
                            "(odd.key)\n"));
        QCOMPARE(_ctl->talk({u"drift"_s, u"--plugin"_s, u"Other"_s}).out, QByteArray("no drift\n"));
        QCOMPARE(_ctl->talk({u"drift"_s, u"--json"_s}).json().value(u"unresolved"_s).toArray().size(), 1);
    }

    void settingsWithTwoValuesAreSaid()
    {
        _ctl->host->fleet.when<ListFindings>(
            [](const domain::User &, const ListFindings &) { return FindingPage{}; });
        FleetState fleet = completeFleet();
        fleet.unresolved = {{u"Warps"_s, domain::twoValuesReason, 1, {u"config.limit and limit"_s}}};
        _ctl->host->fleet.when<GetFleet>([fleet](auto &&...) { return fleet; });

        const Ended ended = _ctl->talk({u"drift"_s});

        QCOMPARE(ended.status, 0);
        QVERIFY(ended.out.contains("Warps: 1 setting: two names for one place"));
        QVERIFY(ended.out.contains("(config.limit and limit)"));
        QVERIFY(!ended.out.contains("without a file"));
    }

    void allPagesOfDriftAreFetched()
    {
        _ctl->host->fleet.when<ListFindings>([](const domain::User &, const ListFindings &request) {
            FindingPage page{.total = 5};
            for (qint64 i = request.offset; i < std::min<qint64>(request.offset + 2, 5); ++i)
                page.findings.append(findingNamed(u"%1"_s.arg(i, 32, 16, QChar(u'0'))));
            return page;
        });

        const Ended ended = _ctl->talk({u"drift"_s, u"--json"_s});

        QCOMPARE(ended.status, 2);
        QCOMPARE(ended.json().value(u"findings"_s).toArray().size(), 5);
        QCOMPARE(_ctl->host->fleet.asked<ListFindings>().size(), 3);
    }

    void aWordThatIsNoKindIsRefusedHere()
    {
        const Ended ended = _ctl->talk({u"drift"_s, u"--kind"_s, u"odd"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("unknown kind odd"));
        QCOMPARE(ended.err.count('\n'), 1);
    }

    void anAgentThatIsAwayEndsWith1()
    {
        const QUrl url = _ctl->host->url();
        _ctl->host.reset();
        QProcess process;

        _ctl->start(process, url, {u"servers"_s});

        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("127.0.0.1"));
    }

    void aWrongKeyEndsWith1()
    {
        _ctl->host->fleet.removeUsers();

        const Ended ended = _ctl->talk({u"servers"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("unknown key"));
    }

    void aKeyThatOthersMayReadIsRefused()
    {
        const QString open = _ctl->write(u"open"_s, "key");
        QVERIFY(QFile::setPermissions(open, QFile::ReadOwner | QFile::ReadGroup));

        const Ended ended
            = _ctl->run({u"--url"_s, _ctl->host->url().toString(), u"--api-key-file"_s, open, u"servers"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("chmod 600"));
        QCOMPARE(_ctl->host->fleet.authentications(), 0);
    }

    void aProfileNamesTheAgent()
    {
        QVERIFY(_ctl->makeFolder(u"config/archivesmp"_s));
        _ctl->write(u"config/archivesmp/profiles.ini"_s,
                    "[home]\nurl=" + _ctl->host->url().toString().toUtf8()
                        + "\napi_key_file=" + _ctl->keyFile().toUtf8() + '\n');

        QCOMPARE(_ctl->run({u"--profile"_s, u"home"_s, u"servers"_s}).status, 0);
        const Ended unknown = _ctl->run({u"--profile"_s, u"away"_s, u"servers"_s});
        QCOMPARE(unknown.status, 1);
        QVERIFY(unknown.err.contains("away"));
    }

    void withoutAnAgentTheRemedyIsSaid()
    {
        const Ended ended = _ctl->run({u"servers"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("--profile"));
    }

    void helpAndVersionNeedNoAgent()
    {
        QCOMPARE(_ctl->run({u"--version"_s}).out, QByteArray("archivesmpctl " ARCHIVESMP_VERSION "\n"));
        const Ended help = _ctl->run({u"--help"_s});
        QCOMPARE(help.status, 0);
        for (const char *command : {"servers", "instances", "plugins", "scan", "drift", "plan", "apply",
                                    "jobs", "job", "cancel", "start", "stop", "restart"}) {
            QVERIFY2(help.out.contains(QByteArray(QByteArray("\n  ") + command)), command);
            QCOMPARE(_ctl->run({QString::fromLatin1(command), u"--help"_s}).status, 0);
        }
        QCOMPARE(_ctl->run({u"odd"_s}).status, 1);
        QCOMPARE(_ctl->run({u"drift"_s, u"--odd"_s}).status, 1);
    }

    void theKeyIsSeenNowhere()
    {
        const auto held = _ctl->host->fleet.hold<GetFleet>();
        QProcess process;
        _ctl->start(process, _ctl->host->url(), {u"servers"_s});
        QTRY_COMPARE(_ctl->host->fleet.asked<GetFleet>().size(), 1);

        for (const char *place : {"cmdline", "environ"}) {
            QFile file(u"/proc/%1/%2"_s.arg(process.processId()).arg(QLatin1StringView(place)));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(!file.readAll().contains(ctlKey));
        }
        held->addResult(sampleFleetState());
        held->finish();
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
        QVERIFY(!process.readAllStandardOutput().contains(ctlKey));
        QVERIFY(!process.readAllStandardError().contains(ctlKey));
    }

private:
    std::unique_ptr<CtlRunner> _ctl;
};

ARCHIVESMP_TEST(TestOnlineCommands)
#include "tst_onlinecommands.moc"
