// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/redis/jobmessage.h"

#include "common/protocol/payloadhash.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::redis;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

const JobId uuid(u"0b9f3f5e-6a39-4a0a-9d7c-0a4f2c3d1e5f"_s);

domain::Job deploy()
{
    domain::Job job;
    job.id = uuid;
    job.type = domain::JobType::PluginDeploy;
    job.server = u"ovh"_s;
    job.instance = u"DEV01"_s;
    job.plugin = u"CoreProtect"_s;
    job.pluginVersion = u"22.2"_s;
    job.payload = domain::DeployPayload{QByteArray(32, 'a'), 10, u"CoreProtect-22.2.jar"_s, {}, {}, false};
    job.createdAt = QDateTime(QDate(2025, 11, 6), QTime(10, 30), Qt::UTC);
    job.attempt = 2;
    return job;
}

} // namespace

class TestJobMessage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasTheSeedsFieldsAndTheAdditions()
    {
        const QJsonObject json
            = QJsonDocument::fromJson(jobMessage(deploy(), u"fleet"_s, u"https://h:8000/api/artifacts/"_s))
                  .object();

        QCOMPARE(json.value(u"job_id"_s).toString(), uuid.toString());
        QCOMPARE(json.value(u"job_type"_s).toString(), u"plugin_deploy"_s);
        QCOMPARE(json.value(u"target_instance"_s).toString(), u"DEV01"_s);
        QCOMPARE(json.value(u"plugin_name"_s).toString(), u"CoreProtect"_s);
        QCOMPARE(json.value(u"plugin_version"_s).toString(), u"22.2"_s);
        QCOMPARE(json.value(u"plugin_jar_url"_s).toString(),
                 u"https://h:8000/api/artifacts/"_s + QString::fromLatin1(QByteArray(32, 'a').toHex()));
        QCOMPARE(json.value(u"timestamp"_s).toString(), u"2025-11-06T10:30:00Z"_s);
        QCOMPARE(json.value(u"schema"_s).toInt(), 1);
        QCOMPARE(json.value(u"attempt"_s).toInt(), 2);
        QCOMPARE(json.value(u"fleet_id"_s).toString(), u"fleet"_s);
        QCOMPARE(json.value(u"payload_sha256"_s).toString().size(), 64);
    }

    void anotherPayloadHasAnotherHash()
    {
        const auto hashOf = [](const domain::Job &job) {
            return QJsonDocument::fromJson(jobMessage(job, {}, {})).object().value(u"payload_sha256"_s);
        };
        domain::Job other = deploy();
        std::get<domain::DeployPayload>(other.payload).fileName = u"Other.jar"_s;

        QVERIFY(hashOf(deploy()) != hashOf(other));
        QCOMPARE(hashOf(deploy()), hashOf(deploy()));
    }

    void isReadBack()
    {
        QCOMPARE(readJobMessage(jobMessage(deploy(), u"fleet"_s, {})).value(),
                 (JobHint{uuid, u"fleet"_s, protocol::payloadSha256(deploy().payload)}));
    }

    void theSeedsOwnMessageIsReadToo()
    {
        const QByteArray seed = "{\"job_id\": \"" + uuid.toString().toUpper().toUtf8()
            + "\", \"job_type\": \"plugin_deploy\", \"timestamp\": \"2025-13-01\"}";

        QCOMPARE(readJobMessage(seed).value(), (JobHint{uuid, {}}));
    }

    // B41
    void b41WhatIsNoMessageIsSaidSo_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("list") << QByteArray("[1]");
        QTest::newRow("no job_id") << QByteArray("{}");
        QTest::newRow("empty job_id") << QByteArray("{\"job_id\":\"\"}");
        QTest::newRow("number") << QByteArray("{\"job_id\":7}");
        QTest::newRow("no UUID") << QByteArray("{\"job_id\":\"../../etc\"}");
        QTest::newRow("no SHA-256") << QByteArray("{\"job_id\":\"" + uuid.toString().toUtf8()
                                                  + "\",\"payload_sha256\":\"abc\"}");
        QTest::newRow("10 MB") << QByteArray(10'000'000, ' ') + "{}";
    }
    void b41WhatIsNoMessageIsSaidSo()
    {
        QFETCH(QByteArray, message);

        QVERIFY(!readJobMessage(message));
    }

    // B42
    void b42ANewerSchemaIsRefusedNamingBothVersions()
    {
        const QByteArray message = jobMessage(deploy(), u"fleet"_s, {});

        const Error error
            = readJobMessage(QByteArray(message).replace("\"schema\":1", "\"schema\":7")).error();

        QCOMPARE(error.code, ErrorCode::Unsupported);
        QCOMPARE(error.field, u"schema"_s);
        QVERIFY2(error.message.contains(u"schema 7"), qPrintable(error.message));
        QVERIFY2(error.message.contains(u"reads schema 1"), qPrintable(error.message));
        QVERIFY2(error.message.contains(QStringLiteral(ARCHIVESMP_VERSION)), qPrintable(error.message));
        for (const QByteArray &nonsense :
             std::initializer_list<QByteArray>{"0", "-1", "\"two\"", "null", "1.5", "1e300"}) {
            const QByteArray schema = "\"schema\":" + nonsense;
            const auto read = readJobMessage(QByteArray(message).replace("\"schema\":1", schema));
            QVERIFY2(!read && read.error().code == ErrorCode::InvalidInput, nonsense.constData());
        }
    }

    // B42
    void b42AnUnknownJobTypeIsUnsupportedByItsNameAndOurVersion()
    {
        const QByteArray message = jobMessage(deploy(), u"fleet"_s, {});

        const Error error
            = readJobMessage(QByteArray(message).replace("plugin_deploy", "world_upload")).error();

        QCOMPARE(error.code, ErrorCode::Unsupported);
        QCOMPARE(error.field, u"job_type"_s);
        QVERIFY2(error.message.contains(u"\"world_upload\""), qPrintable(error.message));
        QVERIFY2(error.message.contains(QStringLiteral(ARCHIVESMP_VERSION)), qPrintable(error.message));
    }

    // B45: the hint is the same whatever the message's clock said.
    void b45ATimestampThatIsNoneChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("timestamp");
        for (const char *timestamp :
             {"\"1970-01-01T00:00:00Z\"", "\"2099-12-31T23:59:59Z\"", "\"2025-11-06T10:30:00\"",
              "\"2025-13-01\"", "\"soon\"", "\"\"", "null", "-1", "{}"})
            QTest::newRow(timestamp) << QByteArray(timestamp);
    }
    void b45ATimestampThatIsNoneChangesNothing()
    {
        QFETCH(QByteArray, timestamp);
        const QByteArray message = jobMessage(deploy(), u"fleet"_s, {});
        const QByteArray other = QByteArray(message).replace("\"2025-11-06T10:30:00Z\"", timestamp);

        QVERIFY(other != message);
        QCOMPARE(readJobMessage(other).value(), readJobMessage(message).value());
    }

    void resultsGoToTheirChannels()
    {
        QCOMPARE(resultChannel(domain::JobType::DriftScan), u"drift"_s);
        QCOMPARE(resultChannel(domain::JobType::Evaluate), u"drift"_s);
        QCOMPARE(resultChannel(domain::JobType::HealthCheck), u"health"_s);
        QCOMPARE(resultChannel(domain::JobType::PluginDeploy), u"deployment"_s);
        QCOMPARE(resultChannel(domain::JobType::Rollback), u"deployment"_s);
        domain::Job job = deploy();
        job.status = domain::JobStatus::Failed;
        job.errorCode = ErrorCode::Corrupt;
        job.resultMessage = u"sum differs"_s;
        const QJsonObject json = QJsonDocument::fromJson(resultMessage(job, u"fleet"_s)).object();
        QCOMPARE(json.value(u"status"_s).toString(), u"failed"_s);
        QCOMPARE(json.value(u"error_code"_s).toString(), u"corrupt"_s);
        QCOMPARE(json.value(u"message"_s).toString(), u"sum differs"_s);
    }
};

ARCHIVESMP_TEST(TestJobMessage)
#include "tst_jobmessage.moc"
