// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/codec.h"

#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::protocol;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

// The recorded form of version 1. A message that no longer looks like it breaks the peers that are out there;
// ARCHIVESMP_RECORD=1 records new ones.
QJsonObject golden(const QString &name, const QByteArray &now)
{
    const QString path = fixture(u"protocol/v1/"_s + name + u".json"_s);
    QFile file(path);
    if (qEnvironmentVariableIsSet("ARCHIVESMP_RECORD") && file.open(QIODevice::WriteOnly))
        file.write(QJsonDocument::fromJson(now).toJson());
    file.close();
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

WireMessage asText(const QJsonObject &object)
{
    return {QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

template <typename Reply>
void checkReply(const QString &name, const Reply &reply)
{
    const WireMessage message = encodeReply(7, reply).value();
    const QJsonObject recorded = golden(name + u".reply"_s, message.bytes);
    QCOMPARE(QJsonDocument::fromJson(message.bytes).object(), recorded);

    const auto back = std::get<IncomingReply>(decodeFromAgent(asText(recorded)).value());

    QCOMPARE(back.id, 7);
    QCOMPARE(decodeReply<Reply>(back.outcome.value()).value(), reply);
}

FindingPage pageOf(int findings)
{
    FindingPage page{.total = findings};
    for (int i = 0; i < findings; ++i)
        page.findings.append(sampleFinding());
    return page;
}

} // namespace

class TestCodec final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRequestLooksAsRecorded()
    {
        const QList<Request> requests = sampleRequests();
        QCOMPARE(requests.size(), static_cast<qsizetype>(std::variant_size_v<Request>));
        for (const Request &request : requests) {
            const WireMessage message = encodeRequest(7, request).value();
            const QJsonObject recorded = golden(QString(methodOf(request)) + u".request"_s, message.bytes);
            QCOMPARE(QJsonDocument::fromJson(message.bytes).object(), recorded);

            const IncomingRequest back = decodeRequest(asText(recorded));

            QCOMPARE(back.id, std::optional<qint64>(7));
            QVERIFY2(back.request, qPrintable(back.request ? QString() : describe(back.request.error())));
            QVERIFY(*back.request == request);
        }
    }

    void everyReplyLooksAsRecorded()
    {
        checkReply(u"hello"_s, sampleHelloReply());
        checkReply(u"fleet.get"_s, sampleFleetState());
        checkReply(u"findings.list"_s, sampleFindingPage());
        checkReply(u"findings.get"_s, sampleFindingDetail());
        checkReply(u"scan.start"_s, JobAccepted{sampleJob().id});
        checkReply(u"plan.fix"_s, samplePlan());
        checkReply(u"jobs.list"_s, sampleJobPage());
        checkReply(u"jobs.get"_s, sampleJobDetail());
        checkReply(u"jobs.cancel"_s, Done{});
        checkReply(u"expectations.import"_s, sampleImportReply());
        checkReply(u"findings.accept"_s, sampleFindingsAccepted());
        checkReply(u"findings.ignore"_s, sampleRulesChanged());
        checkReply(u"rules.list"_s, sampleRulePage());
        checkReply(u"rules.preview"_s, sampleRulePreview());
        checkReply(u"expectations.versions"_s, sampleVersionPage());
        checkReply(u"expectations.undo"_s, sampleVersionUndone());
        checkReply(u"expectations.export"_s, sampleExportPart());
        checkReply(u"aliases.list"_s, sampleAliasList());
        checkReply(u"settings.card"_s, sampleSettingCard());
    }

    void everyEventLooksAsRecorded()
    {
        const QList<EventBody> bodies = sampleEventBodies();
        QCOMPARE(bodies.size(), static_cast<qsizetype>(std::variant_size_v<EventBody>));
        for (const EventBody &body : bodies) {
            const Event event{99, body};
            const WireMessage message = encodeEvent(event).value();
            const QJsonObject now = QJsonDocument::fromJson(message.bytes).object();
            const QString topic = now.value(u"params"_s).toObject().value(u"topic"_s).toString();
            const QJsonObject recorded = golden(u"event."_s + topic, message.bytes);
            QCOMPARE(now, recorded);

            QVERIFY(std::get<Event>(decodeFromAgent(asText(recorded)).value()) == event);
        }
    }

    void anErrorCarriesItsNameFieldAndRemedy()
    {
        const Error error{ErrorCode::Conflict, u"the plan is old"_s, u"f.yml"_s, 3, 4,
                          u"plan"_s,           u"plan again"_s};

        const WireMessage message = encodeError(7, error);
        const auto back = std::get<IncomingReply>(decodeFromAgent(message).value());

        QCOMPARE(back.id, 7);
        QCOMPARE(back.outcome.error(), error);
        const QJsonValue wire = QJsonDocument::fromJson(message.bytes)[u"error"];
        QCOMPARE(wire[u"data"][u"code"].toString(), u"conflict"_s);
        QCOMPARE(wire[u"message"].toString(), u"the plan is old"_s);
        QVERIFY(wire[u"code"].isDouble());
    }

    void anErrorAboutNoRequestIsTheSessionsOwn()
    {
        const Result<FromAgent> back
            = decodeFromAgent(encodeError({}, {ErrorCode::InvalidInput, u"what?"_s}));

        QCOMPARE(back.error().message, u"what?"_s);
    }

    void aLargeMessageTravelsAsCbor()
    {
        const FindingPage page = pageOf(500);

        const WireMessage message = encodeReply(1, page).value();

        QVERIFY(message.binary);
        const auto back = std::get<IncomingReply>(decodeFromAgent(message).value());
        QCOMPARE(decodeReply<FindingPage>(back.outcome.value()).value(), page);
    }

    void aMessageAboveTheLimitIsNeitherSentNorRead()
    {
        QCOMPARE(encodeReply(1, pageOf(12000)).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(decodeRequest({QByteArray(maxMessageBytes + 1, ' ')}).request.error().code,
                 ErrorCode::LimitExceeded);
    }

    void whatIsNotARequestIsRefusedWithItsIdWhereThereIsOne_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("hasId");
        QTest::addColumn<ErrorCode>("code");
        const auto invalid = ErrorCode::InvalidInput;
        QTest::newRow("empty") << QByteArray() << false << invalid;
        QTest::newRow("no JSON") << QByteArray("{") << false << invalid;
        QTest::newRow("a list") << QByteArray("[1]") << false << invalid;
        QTest::newRow("version 1") << QByteArray(R"({"jsonrpc":"1.0","id":1,"method":"hello"})") << false
                                   << invalid;
        QTest::newRow("no id") << QByteArray(R"({"jsonrpc":"2.0","method":"fleet.get"})") << false << invalid;
        QTest::newRow("fraction") << QByteArray(R"({"jsonrpc":"2.0","id":1.5,"method":"fleet.get"})") << false
                                  << invalid;
        QTest::newRow("no method") << QByteArray(R"({"jsonrpc":"2.0","id":1})") << true << invalid;
        QTest::newRow("params") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"fleet.get","params":[]})")
                                << true << invalid;
        QTest::newRow("unknown") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"fleet.drop"})") << true
                                 << ErrorCode::Unsupported;
        QTest::newRow("member") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"jobs.get","params":{}})")
                                << true << invalid;
    }

    void whatIsNotARequestIsRefusedWithItsIdWhereThereIsOne()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const bool, hasId);
        QFETCH(const ErrorCode, code);

        const IncomingRequest incoming = decodeRequest({text});

        QVERIFY(!incoming.request);
        QCOMPARE(incoming.id.has_value(), hasId);
        QCOMPARE(incoming.request.error().code, code);
    }

    void anUnknownTopicIsAnErrorAndNoEvent()
    {
        const QByteArray text
            = R"({"jsonrpc":"2.0","method":"event","params":{"sequence":1,"topic":"weather"}})";

        QCOMPARE(decodeFromAgent({text}).error().code, ErrorCode::Unsupported);
    }

    // Whatever is cut or flipped gives a value or an error, never anything else.
    void mangledMessagesEndInAResult()
    {
        QRandomGenerator random(20261123);
        for (const Request &request : sampleRequests()) {
            const QByteArray whole = encodeRequest(7, request).value().bytes;
            for (qsizetype cut = 0; cut < whole.size(); cut += 3)
                QVERIFY(!decodeRequest({whole.first(cut)}).request);
            for (int i = 0; i < 200; ++i) {
                QByteArray mangled = whole;
                for (int n = 0; n < 3; ++n)
                    mangled[random.bounded(mangled.size())] = static_cast<char>(random.bounded(256));
                (void)decodeRequest({mangled, i % 2 == 1});
                (void)decodeFromAgent({mangled, i % 2 == 1});
            }
        }
        for (const EventBody &body : sampleEventBodies()) {
            const QByteArray whole = encodeEvent({1, body}).value().bytes;
            for (int i = 0; i < 200; ++i) {
                QByteArray mangled = whole;
                mangled[random.bounded(mangled.size())] = static_cast<char>(random.bounded(256));
                (void)decodeFromAgent({mangled});
            }
        }
    }

    void nestingWithoutEndIsRefused()
    {
        const QByteArray deep = R"({"jsonrpc":"2.0","id":1,"method":"hello","params":)"
            + QByteArray(100000, '[') + QByteArray(100000, ']') + '}';

        QCOMPARE(decodeRequest({deep}).request.error().code, ErrorCode::InvalidInput);
        QVERIFY(!decodeRequest({QByteArray(100000, '\x9f'), true}).request);
    }
};

ARCHIVESMP_TEST(TestCodec)
#include "tst_codec.moc"
