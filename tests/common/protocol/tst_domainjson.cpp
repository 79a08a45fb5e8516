// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/domainjson.h"

#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <limits>

using namespace archivesmp;
using namespace archivesmp::protocol;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

// What comes out of real text, since that is what travels.
QJsonObject throughText(const QJsonObject &object)
{
    return QJsonDocument::fromJson(QJsonDocument(object).toJson()).object();
}

QJsonObject without(QJsonObject object, const QString &member)
{
    object.remove(member);
    return object;
}

QJsonObject with(QJsonObject object, const QString &member, const QJsonValue &value)
{
    object.insert(member, value);
    return object;
}

} // namespace

class TestDomainJson final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMemberOfEveryTypeSurvives()
    {
        QCOMPARE(physicalServerFromJson(throughText(toJson(sampleServer()))).value(), sampleServer());
        QCOMPARE(instanceFromJson(throughText(toJson(sampleInstance()))).value(), sampleInstance());
        QCOMPARE(installedPluginFromJson(throughText(toJson(samplePlugin()))).value(), samplePlugin());
        QCOMPARE(findingFromJson(throughText(toJson(sampleFinding()))).value(), sampleFinding());
        QCOMPARE(findingFromJson(throughText(toJson(sampleSecretFinding()))).value(), sampleSecretFinding());
        QCOMPARE(driftReportFromJson(throughText(toJson(sampleReport()))).value(), sampleReport());
        QCOMPARE(jobFromJson(throughText(toJson(sampleJob()))).value(), sampleJob());
        QCOMPARE(jobEventFromJson(throughText(toJson(sampleJobEvent()))).value(), sampleJobEvent());
        QCOMPARE(planFromJson(throughText(toJson(samplePlan()))).value(), samplePlan());
        QCOMPARE(userFromJson(throughText(toJson(sampleUser()))).value(), sampleUser());
        QCOMPARE(engineStatusFromJson(throughText(toJson(sampleEngine()))).value(), sampleEngine());
    }

    void valuesWithTheirDefaultsSurviveToo()
    {
        const domain::Job job{.id = JobId(u"x"_s), .server = u"all"_s};
        const domain::Finding finding{.id = FindingId(u"x"_s), .instance = {u"ovh"_s, u"A"_s}};

        QCOMPARE(jobFromJson(toJson(job)).value(), job);
        QCOMPARE(findingFromJson(toJson(finding)).value(), finding);
    }

    void aFindingHasTheMembersThatPeopleScriptAgainst()
    {
        const QJsonObject json = toJson(sampleFinding());

        QCOMPARE(json.value(u"physical_server"_s), u"ovh"_s);
        QCOMPARE(json.value(u"instance"_s), u"BENT01"_s);
        QCOMPARE(json.value(u"key"_s), u"worlds.nether\\.old.rate"_s);
        QCOMPARE(json.value(u"kind"_s), u"changed"_s);
        QCOMPARE(json.value(u"severity"_s), u"critical"_s);
        QCOMPARE(json.value(u"expected"_s), 25);
        QCOMPARE(json.value(u"actual"_s), u"30 \"s\""_s);
        QCOMPARE(json.value(u"layer"_s), u"instance"_s);
        QCOMPARE(json.value(u"line"_s), 12);
        QCOMPARE(json.value(u"column"_s), 7);
        QCOMPARE(json.value(u"first_seen"_s), u"2026-11-23T10:15:00.123Z"_s);
        for (const auto &member : {u"id"_s, u"plugin"_s, u"file"_s, u"last_seen"_s})
            QVERIFY(json.contains(member));
    }

    void aSecretIsAFingerprintAndNothingElse()
    {
        const QJsonObject secret = toJson(sampleSecretFinding()).value(u"expected"_s).toObject();

        QCOMPARE(secret.keys(), (QStringList{u"fingerprint"_s, u"secret"_s}));
        QCOMPARE(secret.value(u"secret"_s), true);
        QCOMPARE(secret.value(u"fingerprint"_s).toString(), u"33"_s.repeated(32));
    }

    void nothingAndANullInTheFileAreTwoThings()
    {
        domain::Finding finding = sampleFinding();
        finding.expected = std::monostate();
        finding.actual = Value();

        const QJsonObject json = throughText(toJson(finding));

        QVERIFY(json.value(u"expected"_s).isNull());
        QVERIFY(json.value(u"actual"_s).isNull());
        QCOMPARE(findingFromJson(json).value(), finding);
    }

    void whatJsonCannotSayIsSaidBesideIt()
    {
        const Value infinite = Value::real(std::numeric_limits<double>::infinity(), ".inf");
        const Value marked = Value::text("\xef\xbb\xbfx");
        domain::Finding finding = sampleFinding();
        finding.expected = infinite;
        finding.actual = Value::list({marked, infinite});
        domain::ConfigUpdatePayload payload;
        payload.changes
            = {{.key = KeyPath({"a"}), .value = infinite}, {.key = KeyPath({"b"}), .value = marked}};

        const QJsonObject json = throughText(toJson(finding));
        const QJsonObject job = throughText({{u"p"_s, toJson(domain::JobPayload(payload))}});

        QCOMPARE(json.value(u"expected"_s), u".inf"_s); // for people
        QCOMPARE(findingFromJson(json).value(), finding);
        QCOMPARE(jobPayloadFromJson(job.value(u"p"_s)).value(), domain::JobPayload(payload));
    }

    void aMapThatLooksLikeASecretStaysAMap()
    {
        domain::Finding finding = sampleFinding();
        finding.actual = Value::map({{"secret", Value::boolean(true)}, {"fingerprint", Value::text("ab")}});

        QCOMPARE(findingFromJson(throughText(toJson(finding))).value(), finding);
    }

    void aSettingToWriteKeepsTheSpellingOfItsNumber()
    {
        domain::ConfigUpdatePayload payload;
        for (const char *spelling : {"1.10", "1.0", "007", "1e3", "12"}) {
            const bool whole
                = QByteArrayView(spelling).indexOf('.') < 0 && QByteArrayView(spelling).indexOf('e') < 0;
            payload.changes.append({.key = KeyPath({"k"}),
                                    .value = whole ? Value::integer(QByteArray(spelling).toInt(), spelling)
                                                   : Value::real(QByteArray(spelling).toDouble(), spelling)});
        }

        const QJsonObject json = throughText({{u"p"_s, toJson(domain::JobPayload(payload))}});
        const domain::JobPayload back = jobPayloadFromJson(json.value(u"p"_s)).value();

        const auto &changes = std::get<domain::ConfigUpdatePayload>(back).changes;
        QCOMPARE(changes.size(), payload.changes.size());
        for (qsizetype i = 0; i < changes.size(); ++i) {
            QCOMPARE(changes.at(i).value.numberSource(), payload.changes.at(i).value.numberSource());
            QCOMPARE(changes.at(i).value.type(), payload.changes.at(i).value.type());
        }
    }

    void payloadsNameTheirType_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("index");
        QTest::newRow("deploy") << u"deploy"_s << 1;
        QTest::newRow("config_update") << u"config_update"_s << 2;
        QTest::newRow("rollback") << u"rollback"_s << 3;
        QTest::newRow("power") << u"power"_s << 4;
        QTest::newRow("evaluate") << u"evaluate"_s << 5;
    }

    void payloadsNameTheirType()
    {
        QFETCH(const QString, type);
        QFETCH(const int, index);
        const QList<domain::JobPayload> payloads{std::monostate(),
                                                 domain::DeployPayload{},
                                                 sampleConfigUpdate(),
                                                 domain::RollbackPayload{JobId(u"x"_s), u"ab12"_s},
                                                 domain::PowerPayload{domain::PowerAction::Restart},
                                                 domain::EvaluatePayload{{u"CoreProtect"_s}, {u"BENT01"_s}}};

        const QJsonValue json = toJson(payloads.at(index));

        QCOMPARE(json.toObject().value(u"type"_s), type);
        QCOMPARE(jobPayloadFromJson(json).value(), payloads.at(index));
    }

    void noPayloadIsNull()
    {
        QVERIFY(toJson(domain::JobPayload()).isNull());
        QCOMPARE(jobPayloadFromJson(QJsonValue::Null).value(), domain::JobPayload());
    }

    void membersOfALaterVersionAreIgnored()
    {
        QCOMPARE(jobFromJson(with(toJson(sampleJob()), u"new_member"_s, 1)).value(), sampleJob());
    }

    void aWrongMemberIsNamedByItsPath_data()
    {
        QTest::addColumn<QJsonObject>("json");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("words");
        const QJsonObject finding = toJson(sampleFinding());
        QTest::newRow("missing") << without(finding, u"kind"_s) << u"kind"_s << u"missing"_s;
        QTest::newRow("enum") << with(finding, u"kind"_s, u"odd"_s) << u"kind"_s << u"unknown word \"odd\""_s;
        QTest::newRow("enum number") << with(finding, u"severity"_s, 1) << u"severity"_s
                                     << u"expected a text, found a number"_s;
        QTest::newRow("text") << with(finding, u"file"_s, true) << u"file"_s
                              << u"expected a text, found a truth value"_s;
        QTest::newRow("fraction") << with(finding, u"line"_s, 1.5) << u"line"_s
                                  << u"expected a whole number, found 1.5"_s;
        QTest::newRow("range") << with(finding, u"line"_s, qint64(5'000'000'000)) << u"line"_s
                               << u"number out of range: 5000000000"_s;
        QTest::newRow("huge") << with(finding, u"line"_s, 1e300) << u"line"_s
                              << u"expected a whole number, found 1e+300"_s;
        QTest::newRow("time") << with(finding, u"first_seen"_s, u"yesterday"_s) << u"first_seen"_s
                              << u"not a time with its zone: \"yesterday\""_s;
        QTest::newRow("local time") << with(finding, u"first_seen"_s, u"2026-01-01T00:00:00"_s)
                                    << u"first_seen"_s
                                    << u"not a time with its zone: \"2026-01-01T00:00:00\""_s;
        QTest::newRow("object") << with(finding, u"fix"_s, QJsonArray()) << u"fix"_s
                                << u"expected an object, found a list"_s;
        QTest::newRow("hash") << with(finding, u"fix"_s, QJsonObject{{u"file_sha256"_s, u"AB"_s}})
                              << u"fix.file_sha256"_s << u"expected 64 lower-case hexadecimal digits"_s;
    }

    void aWrongMemberIsNamedByItsPath()
    {
        QFETCH(const QJsonObject, json);
        QFETCH(const QString, path);
        QFETCH(const QString, words);

        const Result<domain::Finding> finding = findingFromJson(json);

        QVERIFY(!finding);
        QCOMPARE(finding.error().code, ErrorCode::InvalidInput);
        QCOMPARE(finding.error().field, path);
        QCOMPARE(finding.error().message, words);
    }

    void aWrongItemIsNamedByItsIndex()
    {
        QJsonObject report = toJson(sampleReport());
        QJsonArray findings = report.value(u"findings"_s).toArray();
        findings[1] = with(findings.at(1).toObject(), u"layer"_s, u"odd"_s);
        report.insert(u"findings"_s, findings);

        QCOMPARE(driftReportFromJson(report).error().field, u"findings[1].layer"_s);
    }

    void anUnknownPayloadIsRefused()
    {
        const QJsonObject job = with(toJson(sampleJob()), u"payload"_s, QJsonObject{{u"type"_s, u"shell"_s}});

        QCOMPARE(jobFromJson(job).error().field, u"payload.type"_s);
    }
};

ARCHIVESMP_TEST(TestDomainJson)
#include "tst_domainjson.moc"
