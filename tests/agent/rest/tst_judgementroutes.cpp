// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/judgementroutes.h"

#include "tests/agent/rest/openrestdoor.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QJsonArray>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

const QByteArray accepting = json(
    {{u"findings"_s, QJsonArray{u"f1"_s}}, {u"scope"_s, u"server"_s}, {u"reason"_s, u"as it should be"_s}});

} // namespace

class TestJudgementRoutes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findingsAreAccepted()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::AcceptFindings>([](auto &&...) -> Result<protocol::FindingsAccepted> {
            return protocol::FindingsAccepted{7, {FindingId(u"f1"_s)}, {}, {JobId(u"j1"_s)}};
        });

        const RawReply reply
            = host.ask(httpRequest("POST", "/api/drift/accept", "operator-key", accepting, {}));

        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json().value(u"version"_s).toInt(), 7);
        QCOMPARE(
            host.fleet.asked<protocol::AcceptFindings>().first(),
            (protocol::AcceptFindings{{FindingId(u"f1"_s)}, domain::Layer::Server, u"as it should be"_s}));
        QCOMPARE(host.fleet.askedBy<protocol::AcceptFindings>().first().name, u"olga"_s);
    }

    void aBodyThatIsWrongNamesItsMember()
    {
        OpenRestDoor host;

        const RawReply reply = host.ask(httpRequest("POST", "/api/drift/ignore", "operator-key",
                                                    R"({"findings":[1],"scope":"moon","reason":""})", {}));

        QCOMPARE(reply.status, 422);
        QCOMPARE(reply.json().value(u"error"_s)[u"field"_s].toString(), u"findings[0]"_s);
    }

    void rightsAreThoseOfTheControlDoor()
    {
        OpenRestDoor host;

        QCOMPARE(host.ask(httpRequest("POST", "/api/drift/accept", "viewer-key", accepting, {})).status, 403);
        QCOMPARE(host.ask(httpRequest("POST", "/api/expectations/undo", "viewer-key",
                                      R"({"version":2,"reason":"x"})", {}))
                     .status,
                 403);
    }

    void theHistoryIsNotTakenForAServersExpectations()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::ListVersions>([](auto &&...) -> Result<protocol::VersionPage> {
            return protocol::VersionPage{{{.version = 3, .author = u"anna"_s, .at = sampleTime()}}, 3};
        });

        const RawReply reply
            = host.ask(httpRequest("GET", "/api/expectations/history?before=4&limit=1", "viewer-key"));

        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json().value(u"versions"_s)[0][u"author"].toString(), u"anna"_s);
        QCOMPARE(host.fleet.asked<protocol::ListVersions>().first(), (protocol::ListVersions{4, 1}));
    }

    void rulesAreListedAndAdded()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::ListRules>([](auto &&...) -> Result<protocol::RulePage> {
            return protocol::RulePage{{{sampleRule(), 5, false}}};
        });
        host.fleet.when<protocol::AddRule>([](auto &&...) -> Result<protocol::RulesChanged> {
            return protocol::RulesChanged{{RuleId(u"r1"_s)}, 5};
        });

        const RawReply list = host.ask(httpRequest("GET", "/api/rules", "viewer-key"));
        const RawReply added = host.ask(
            httpRequest("POST", "/api/rules", "operator-key",
                        R"({"rule":{"rule":"ignore","scope":{"plugin":"Warps"},"reason":"noise"}})", {}));

        QCOMPARE(list.json().value(u"rules"_s)[0][u"hits"].toInt(), 5);
        QCOMPARE(added.status, 200);
        QCOMPARE(host.fleet.asked<protocol::AddRule>().first().rule.scope.plugin, u"Warps"_s);
    }

    void ignoredFindingsAreListedWhereTheyAreAskedFor()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::ListFindings>([](auto &&...) -> Result<protocol::FindingPage> {
            return protocol::FindingPage{{}, 0, 0, 9};
        });

        const RawReply shown = host.ask(httpRequest("GET", "/api/drift", "viewer-key"));
        const RawReply hidden = host.ask(httpRequest("GET", "/api/drift?ignored=true", "viewer-key"));
        const RawReply wrong = host.ask(httpRequest("GET", "/api/drift?ignored=perhaps", "viewer-key"));

        QCOMPARE(shown.json().value(u"ignored"_s).toInt(), 9);
        QCOMPARE(hidden.status, 200);
        QCOMPARE(wrong.status, 400);
        QVERIFY(!host.fleet.asked<protocol::ListFindings>().at(0).ignored);
        QVERIFY(host.fleet.asked<protocol::ListFindings>().at(1).ignored);
    }
};

ARCHIVESMP_TEST(TestJudgementRoutes)
#include "tst_judgementroutes.moc"
