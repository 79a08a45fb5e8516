// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/fleetroutes.h"

#include "common/protocol/domainjson.h"
#include "tests/agent/rest/openrestdoor.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

const QByteArray job = "0b9f3f5e-6a39-4a0a-9d7c-0a4f2c3d1e5f";

RawReply get(OpenRestDoor &host, const QByteArray &target)
{
    return host.ask(httpRequest("GET", target, "viewer-key"));
}

} // namespace

class TestFleetRoutes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serversAndInstancesCarryWhatTheFleetSays()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::GetFleet>([](auto &&...) -> Result<protocol::FleetState> {
            return protocol::FleetState{{sampleServer()}, {sampleInstance()}, {}, {sampleEngine()}, true, 3};
        });

        const QJsonObject servers = get(host, "/api/servers?server=ovh").json();
        const QJsonObject instances = get(host, "/api/instances").json();

        QCOMPARE(servers.value(u"servers"_s).toArray().first().toObject(), protocol::toJson(sampleServer()));
        QCOMPARE(instances.value(u"instances"_s).toArray().first().toObject(),
                 protocol::toJson(sampleInstance()));
        QCOMPARE(host.fleet.asked<protocol::GetFleet>().at(0).server, u"ovh"_s);
        QCOMPARE(host.fleet.asked<protocol::GetFleet>().at(1).server, QString());
    }

    void driftHasTheShapeThatScriptsRelyOn()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::ListFindings>([](auto &&...) -> Result<protocol::FindingPage> {
            return protocol::FindingPage{{sampleFinding(), sampleSecretFinding()}, 7, 3};
        });

        const QJsonObject json = get(host, "/api/drift?server=all&limit=2&offset=1").json();

        QCOMPARE(json.value(u"total"_s).toInt(), 7);
        QCOMPARE(json.value(u"offset"_s).toInt(), 1);
        QCOMPARE(json.value(u"limit"_s).toInt(), 2);
        const QJsonObject finding = json.value(u"findings"_s).toArray().first().toObject();
        for (const QString &member : {u"id"_s, u"physical_server"_s, u"instance"_s, u"plugin"_s, u"file"_s,
                                      u"key"_s, u"kind"_s, u"severity"_s, u"expected"_s, u"actual"_s,
                                      u"layer"_s, u"line"_s, u"column"_s, u"first_seen"_s, u"last_seen"_s})
            QVERIFY2(finding.contains(member), qPrintable(member));
        const QJsonObject secret
            = json.value(u"findings"_s).toArray().last().toObject().value(u"expected"_s).toObject();
        QVERIFY(secret.value(u"secret"_s).toBool());
        QVERIFY(secret.contains(u"fingerprint"_s));
    }

    void driftPassesEveryFilterOn()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::ListFindings>(
            [](auto &&...) -> Result<protocol::FindingPage> { return protocol::FindingPage{}; });

        get(host,
            "/api/drift?server=ovh&instance=ovh%2FDEV01&plugin=Core+Protect&kind=changed&severity=critical");

        const protocol::ListFindings asked = host.fleet.asked<protocol::ListFindings>().value(0);
        QCOMPARE(asked.server, u"ovh"_s);
        QCOMPARE(asked.instance, u"ovh/DEV01"_s);
        QCOMPARE(asked.plugin, u"Core Protect"_s);
        QCOMPARE(asked.kind, domain::FindingKind::Changed);
        QCOMPARE(asked.severity, domain::Severity::Critical);
        QCOMPARE(asked.limit, 1000);
    }

    // B59
    void b59WhatIsNoServerOrNumberIsNamedWithWhatWouldBe_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("allowed");
        const QString servers = u"use hetzner, ovh or all"_s;
        QTest::newRow("quote") << QByteArray("server=ovh'--") << u"server"_s << servers;
        QTest::newRow("empty") << QByteArray("server=") << u"server"_s << servers;
        QTest::newRow("capitals") << QByteArray("server=ALL") << u"server"_s << servers;
        QTest::newRow("negative") << QByteArray("limit=-1") << u"limit"_s << u"use 1 to 5000"_s;
        QTest::newRow("huge") << QByteArray("limit=1e9") << u"limit"_s << u"use 1 to 5000"_s;
        QTest::newRow("digits") << QByteArray("limit=1000000000") << u"limit"_s << u"use 1 to 5000"_s;
        QTest::newRow("offset") << QByteArray("offset=-5") << u"offset"_s << u"use 0 to 2147483647"_s;
        QTest::newRow("kind") << QByteArray("kind=strange") << u"kind"_s << QString();
        QTest::newRow("twice") << QByteArray("server=ovh&server=all") << u"server"_s << QString();
    }
    void b59WhatIsNoServerOrNumberIsNamedWithWhatWouldBe()
    {
        QFETCH(QByteArray, query);
        QFETCH(QString, field);
        QFETCH(QString, allowed);
        OpenRestDoor host;

        const RawReply reply = get(host, "/api/drift?" + query);

        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.error().value(u"field"_s).toString(), field);
        QCOMPARE(reply.error().value(u"remedy"_s).toString(), allowed);
        QVERIFY(host.fleet.asked<protocol::ListFindings>().isEmpty());
    }

    void jobsDeploymentsAndHistoryAreViewsOfTheSameJobs()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::ListJobs>([](auto &&...) -> Result<protocol::JobPage> {
            domain::Job scan{.id = JobId(u"scan"_s), .type = domain::JobType::DriftScan, .server = u"ovh"_s};
            domain::Job deploy = sampleJob();
            deploy.status = domain::JobStatus::InProgress;
            domain::Job done = scan;
            done.id = JobId(u"done"_s);
            done.status = domain::JobStatus::Completed;
            return protocol::JobPage{{scan, deploy, done}, 1};
        });

        const auto count = [&](const QByteArray &target) {
            return get(host, target).json().value(u"jobs"_s).toArray().size();
        };

        QCOMPARE(count("/api/jobs?status=pending&server=hetzner"), 3);
        QCOMPARE(count("/api/deployments"), 1);
        QCOMPARE(count("/api/history"), 1);
        const protocol::ListJobs asked = host.fleet.asked<protocol::ListJobs>().first();
        QCOMPARE(asked.status, domain::JobStatus::Pending);
        QCOMPARE(asked.server, u"hetzner"_s);
        QCOMPARE(get(host, "/api/jobs?status=nearly").status, 400);
    }

    void oneJobComesWithItsChildrenAndItsStory()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::GetJob>([](auto &&...) -> Result<protocol::JobDetail> {
            return protocol::JobDetail{sampleJob(), {sampleJob()}, {sampleJobEvent()}};
        });

        const QJsonObject json = get(host, "/api/jobs/" + job).json();

        QCOMPARE(json.value(u"job"_s).toObject(), protocol::toJson(sampleJob()));
        QCOMPARE(json.value(u"children"_s).toArray().size(), 1);
        QCOMPARE(json.value(u"events"_s).toArray().first().toObject(), protocol::toJson(sampleJobEvent()));
        QCOMPARE(get(host, "/api/jobs/..%2fx").status, 400);
        QCOMPARE(get(host, "/api/jobs/nonsense").status, 404);
    }

    void metricsAreInPrometheusTextForm()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::GetFleet>([](auto &&...) -> Result<protocol::FleetState> {
            domain::PhysicalServer server = sampleServer();
            server.name = u"o\"vh"_s;
            server.state = domain::ServerState::Degraded;
            return protocol::FleetState{{server}, {sampleInstance()}, {}, {}, true, 0};
        });
        host.fleet.when<protocol::ListJobs>([](auto &&...) -> Result<protocol::JobPage> {
            return protocol::JobPage{{sampleJob()}, 0};
        });
        host.fleet.when<protocol::ListFindings>(
            [](const domain::User &, const protocol::ListFindings &query) -> Result<protocol::FindingPage> {
                return protocol::FindingPage{{}, query.severity == domain::Severity::Critical ? 4 : 0, 0};
            });
        get(host, "/api/servers");

        const RawReply reply = get(host, "/metrics");

        QCOMPARE(reply.status, 200);
        QVERIFY(reply.headers.value("content-type").startsWith("text/plain; version=0.0.4"));
        QVERIFY2(reply.body.contains("archivesmp_server_state{server=\"o\\\"vh\",state=\"degraded\"} 1\n"),
                 reply.body.constData());
        QVERIFY(reply.body.contains("archivesmp_findings{severity=\"critical\"} 4\n"));
        QVERIFY(reply.body.contains("archivesmp_recent_jobs{status=\""));
        QVERIFY(reply.body.contains(
            "archivesmp_http_requests_total{method=\"GET\",route=\"/api/servers\",status=\"200\"} 1\n"));
    }

    void metricsFailWholeWhenAPartIsMissing()
    {
        OpenRestDoor host;

        QCOMPARE(get(host, "/metrics").status, 404);
    }
};

ARCHIVESMP_TEST(TestFleetRoutes)
#include "tst_fleetroutes.moc"
