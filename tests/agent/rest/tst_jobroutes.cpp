// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/jobroutes.h"

#include "tests/agent/rest/openrestdoor.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

const QByteArray job = "0b9f3f5e-6a39-4a0a-9d7c-0a4f2c3d1e5f";
QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

const QByteArray scanOrder = json(
    {{u"job_type"_s, u"drift_scan"_s}, {u"physical_server"_s, u"ovh"_s}, {u"target_instance"_s, u"DEV01"_s}});

RawReply post(OpenRestDoor &host, const QByteArray &body, const QByteArray &idempotencyKey = {})
{
    const QByteArray header
        = idempotencyKey.isEmpty() ? QByteArray() : "Idempotency-Key: " + idempotencyKey + "\r\n";
    return host.ask(httpRequest("POST", "/api/jobs", "operator-key", body, header));
}

void acceptEverything(FakeFleetService &fleet)
{
    fleet.when<protocol::StartScan>([](auto &&...) -> Result<protocol::JobAccepted> {
        return protocol::JobAccepted{JobId(u"scan-1"_s)};
    });
    fleet.when<protocol::PlanDeploy>([](auto &&...) -> Result<domain::Plan> {
        domain::Plan plan = samplePlan();
        plan.id = PlanId(u"plan-1"_s);
        for (domain::PlanTarget &target : plan.targets)
            target.blocker.clear();
        return plan;
    });
    fleet.when<protocol::ApplyPlan>([](auto &&...) -> Result<protocol::JobAccepted> {
        return protocol::JobAccepted{JobId(u"deploy-1"_s)};
    });
}

} // namespace

class TestJobRoutes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aScanIsStarted()
    {
        OpenRestDoor host;
        acceptEverything(host.fleet);

        const RawReply reply = post(host, scanOrder);

        QCOMPARE(reply.status, 202);
        QCOMPARE(reply.json().value(u"job_id"_s).toString(), u"scan-1"_s);
        QCOMPARE(host.fleet.asked<protocol::StartScan>().first(),
                 (protocol::StartScan{u"ovh"_s, {u"ovh/DEV01"_s}}));
        QCOMPARE(host.fleet.askedBy<protocol::StartScan>().first().name, u"olga"_s);
    }

    void theSeedsDeployMessageIsPlannedAndApplied()
    {
        OpenRestDoor host;
        acceptEverything(host.fleet);
        const QString hash = QString::fromLatin1(QByteArray(32, 'a').toHex());

        const RawReply reply
            = post(host,
                   json({{u"job_id"_s, u"x"_s},
                         {u"job_type"_s, u"plugin_deploy"_s},
                         {u"target_instance"_s, u"DEV01"_s},
                         {u"plugin_name"_s, u"CoreProtect"_s},
                         {u"plugin_version"_s, u"22.2"_s},
                         {u"plugin_jar_url"_s, QString(u"https://hetzner:8000/api/artifacts/"_s + hash)},
                         {u"timestamp"_s, u"2025-11-06T10:30:00Z"_s}}),
                   "order-1");

        QCOMPARE(reply.status, 202);
        QCOMPARE(reply.json().value(u"job_id"_s).toString(), u"deploy-1"_s);
        QCOMPARE(
            host.fleet.asked<protocol::PlanDeploy>().first(),
            (protocol::PlanDeploy{
                u"CoreProtect"_s, u"22.2"_s, QByteArray(32, 'a'), u"CoreProtect-22.2.jar"_s, {u"DEV01"_s}}));
        QCOMPARE(host.fleet.asked<protocol::ApplyPlan>().first(),
                 (protocol::ApplyPlan{PlanId(u"plan-1"_s), u"order-1"_s}));
    }

    void aReasonGoesWithThePlan()
    {
        OpenRestDoor host;
        acceptEverything(host.fleet);
        host.fleet.when<protocol::PlanFix>(
            [](auto &&...) -> Result<domain::Plan> { return domain::Plan{.id = PlanId(u"plan-2"_s)}; });
        const auto order = [&](const QJsonValue &reason) {
            return post(host,
                        json({{u"job_type"_s, u"config_update"_s},
                              {u"findings"_s, QJsonArray{u"f1"_s}},
                              {u"reason"_s, reason}}));
        };

        QCOMPARE(order(u"their own economy"_s).status, 202);
        QCOMPARE(host.fleet.asked<protocol::ApplyPlan>().first().reason, u"their own economy"_s);
        const RawReply refused = order(5);
        QCOMPARE(refused.status, 422);
        QCOMPARE(refused.error().value(u"field"_s).toString(), u"reason"_s);
    }

    void aPlanWithABlockerIsRefusedWithItsReason()
    {
        OpenRestDoor host;
        acceptEverything(host.fleet);
        host.fleet.when<protocol::PlanDeploy>([](auto &&...) -> Result<domain::Plan> {
            domain::Plan plan = samplePlan();
            plan.targets.first().blocker = u"DEV01 is not reachable"_s;
            return plan;
        });

        const RawReply reply = post(host,
                                    json({{u"type"_s, u"plugin_deploy"_s},
                                          {u"target_instances"_s, QJsonArray{u"DEV01"_s}},
                                          {u"plugin_name"_s, u"X"_s},
                                          {u"artifact"_s, QString(64, u'a')}}));

        QCOMPARE(reply.status, 409);
        QVERIFY(reply.error().value(u"message"_s).toString().contains("DEV01 is not reachable"_L1));
        QVERIFY(host.fleet.asked<protocol::ApplyPlan>().isEmpty());
    }

    void aRepeatedOrderHasOneEffectAndOneAnswer()
    {
        OpenRestDoor host;
        acceptEverything(host.fleet);

        const RawReply first = post(host, scanOrder, "k1");
        const RawReply second = post(host, scanOrder, "k1");
        const RawReply other = post(host, json({{u"job_type"_s, u"drift_scan"_s}}), "k1");

        QCOMPARE(first.status, 202);
        QCOMPARE(second.status, 202);
        QCOMPARE(second.body, first.body);
        QCOMPARE(other.status, 409);
        QCOMPARE(host.fleet.asked<protocol::StartScan>().size(), 1);
    }

    void aRepeatedOrderIsKnownAfterARestart()
    {
        OpenRestDoor host;
        acceptEverything(host.fleet);
        const RawReply first = post(host, scanOrder, "k1");
        OpenRestDoor restarted;
        acceptEverything(restarted.fleet);
        restarted.memory.orders = host.memory.orders; // the database

        const RawReply again = post(restarted, scanOrder, "k1");
        const RawReply other = post(restarted, json({{u"job_type"_s, u"drift_scan"_s}}), "k1");

        QCOMPARE(again.status, 202);
        QCOMPARE(again.body, first.body);
        QCOMPARE(other.status, 409);
        QVERIFY(restarted.fleet.asked<protocol::StartScan>().isEmpty());
        QCOMPARE(post(restarted, scanOrder, "k2").status, 202);
        QCOMPARE(restarted.fleet.asked<protocol::StartScan>().size(), 1);
    }

    void anOrderThatFailedForAWhileCanBeRepeated()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::StartScan>([](auto &&...) -> Result<protocol::JobAccepted> {
            return Error{ErrorCode::Unavailable, u"no database"_s};
        });
        QCOMPARE(post(host, scanOrder, "k1").status, 503);

        acceptEverything(host.fleet);

        QCOMPARE(post(host, scanOrder, "k1").status, 202);
    }

    void whatCannotBeOrderedIsNamed_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("field");
        QTest::newRow("no JSON") << QByteArray("{") << 422 << QString();
        QTest::newRow("list") << QByteArray("[]") << 422 << QString();
        QTest::newRow("type") << json({{u"job_type"_s, u"format_disk"_s}}) << 422 << u"job_type"_s;
        QTest::newRow("number") << json({{u"job_type"_s, 7}}) << 422 << u"job_type"_s;
        QTest::newRow("path") << json(
            {{u"job_type"_s, u"drift_scan"_s}, {u"target_instance"_s, u"../../etc"_s}})
                              << 422 << u"target_instance"_s;
        QTest::newRow("NUL") << json(
            {{u"job_type"_s, u"drift_scan"_s}, {u"target_instance"_s, QString(u"DEV01"_s + QChar(0))}})
                             << 422 << u"target_instance"_s;
        QTest::newRow("empty") << json({{u"job_type"_s, u"drift_scan"_s}, {u"target_instance"_s, u""_s}})
                               << 422 << u"target_instance"_s;
        QTest::newRow("foreign address") << json({{u"job_type"_s, u"plugin_deploy"_s},
                                                  {u"target_instance"_s, u"A"_s},
                                                  {u"plugin_name"_s, u"P"_s},
                                                  {u"plugin_jar_url"_s, u"http://169.254.169.254/latest"_s}})
                                         << 422 << u"artifact"_s;
        QTest::newRow("power") << json(
            {{u"job_type"_s, u"instance_power"_s}, {u"target_instance"_s, u"A"_s}, {u"action"_s, u"x"_s}})
                               << 422 << u"action"_s;
        QTest::newRow("rollback") << json({{u"job_type"_s, u"rollback"_s}}) << 422 << u"rollback_of"_s;
        QTest::newRow("fix") << json({{u"job_type"_s, u"config_update"_s}}) << 422 << u"findings"_s;
    }
    void whatCannotBeOrderedIsNamed()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, field);
        OpenRestDoor host;
        acceptEverything(host.fleet);

        const RawReply reply = post(host, body);

        QCOMPARE(reply.status, status);
        QCOMPARE(reply.error().value(u"field"_s).toString(), field);
        QVERIFY(host.fleet.asked<protocol::StartScan>().isEmpty());
    }

    void aViewerMayOrderNothing()
    {
        OpenRestDoor host;

        QCOMPARE(host.ask(httpRequest("POST", "/api/jobs", "viewer-key", scanOrder)).status, 403);
        QCOMPARE(host.ask(httpRequest("POST", "/api/jobs/" + job + "/cancel", "viewer-key")).status, 403);
    }

    void aJobIsCancelled()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::CancelJob>(
            [](auto &&...) -> Result<protocol::Done> { return protocol::Done{}; });

        const RawReply reply = host.ask(httpRequest("POST", "/api/jobs/" + job + "/cancel", "operator-key"));

        QCOMPARE(reply.status, 200);
        QCOMPARE(host.fleet.asked<protocol::CancelJob>().first().id, JobId(QString::fromLatin1(job)));
    }
};

ARCHIVESMP_TEST(TestJobRoutes)
#include "tst_jobroutes.moc"
