// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/control/controldoor.h"

#include "tests/agent/control/doorclient.h"
#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::protocol;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestControlDoor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helloTellsWhoBothSidesAre()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.webApiPort = 8000;
        DoorOnLoopback host(settings);
        DoorClient client(host, "operator-key");

        QVERIFY(client.connected());
        QVERIFY(client.sayHello());

        const HelloReply reply = decodeReply<HelloReply>(client.reply().value()).value();
        QCOMPARE(reply.server, u"hetzner"_s);
        QCOMPARE(reply.role, domain::ServerRole::Host);
        QCOMPARE(reply.webApiPort, 8000);
        QCOMPARE(reply.user.name, u"otto"_s);
        QCOMPARE(client.socket.subprotocol(), u"archivesmp.v1"_s);
    }

    void aWrongKeyOrNoneIsClosedWith1008_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("wrong") << QByteArray("guess");
    }

    void aWrongKeyOrNoneIsClosedWith1008()
    {
        QFETCH(const QByteArray, key);
        DoorOnLoopback host;
        DoorClient client(host, key);

        QTRY_VERIFY(client.gone);

        QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
        QVERIFY(client.socket.closeReason().startsWith(u"unauthenticated: "));
        QVERIFY(client.texts.isEmpty());
        QTRY_COMPARE(host.door.sessions(), 0);
    }

    void theFifthGuessSlowsAnAddressDown()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.guessPause = 300ms;
        DoorOnLoopback host(settings);
        for (int i = 0; i < 5; ++i) {
            DoorClient guess(host, "guess");
            QTRY_VERIFY(guess.gone);
        }
        const int asked = host.fleet.authentications();
        QElapsedTimer waited;
        waited.start();

        DoorClient sixth(host, "guess");

        QTRY_COMPARE(host.fleet.authentications(), asked + 1);
        QVERIFY(waited.elapsed() >= 300);
    }

    // B61
    void noHelloInTimeEndsIt()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.helloWithin = 50ms;
        DoorOnLoopback host(settings);
        DoorClient client(host, "viewer-key");

        QTRY_VERIFY(client.gone);

        QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
        QCOMPARE(client.socket.closeReason(), u"unauthenticated: no hello in time"_s);
    }

    // B61
    void nothingButHelloIsAnsweredFirst()
    {
        for (const Request &request : sampleRequests()) {
            if (std::holds_alternative<Hello>(request))
                continue;
            DoorOnLoopback host;
            DoorClient client(host, "admin-key");
            QVERIFY(client.connected());

            client.ask(1, request);

            QTRY_VERIFY(client.gone);
            QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
            QVERIFY(client.texts.isEmpty());
            QVERIFY(host.fleet.asked<GetFleet>().isEmpty());
        }
    }

    // B61
    void helloTwiceEndsIt()
    {
        DoorOnLoopback host;
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        client.ask(2, Hello{u"test"_s, u"1"_s, protocolVersion});

        QTRY_VERIFY(client.gone);
        QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
    }

    // B61
    void anotherProtocolVersionIsRefused_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("older") << 0;
        QTest::newRow("negative") << -1;
        QTest::newRow("newer") << protocolVersion + 1;
    }

    void anotherProtocolVersionIsRefused()
    {
        QFETCH(const int, version);
        DoorOnLoopback host;
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected());

        client.ask(1, Hello{u"test"_s, u"1"_s, version});

        QTRY_VERIFY(client.gone);
        QVERIFY(client.socket.closeReason().startsWith(u"unsupported: "));
    }

    void anAgentsKeyIsNotForConsoles()
    {
        DoorOnLoopback host;
        DoorClient client(host, "agent-key");
        QVERIFY(client.connected());

        client.ask(1, Hello{u"test"_s, u"1"_s, protocolVersion});

        QTRY_VERIFY(client.gone);
        QVERIFY(client.socket.closeReason().startsWith(u"permission_denied: "));
    }

    // Walks every message with every role.
    void eachRequestNeedsTheRoleThatItNames_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<domain::UserRole>("role");
        QTest::newRow("viewer") << QByteArray("viewer-key") << domain::UserRole::Viewer;
        QTest::newRow("operator") << QByteArray("operator-key") << domain::UserRole::Operator;
        QTest::newRow("admin") << QByteArray("admin-key") << domain::UserRole::Admin;
    }

    void eachRequestNeedsTheRoleThatItNames()
    {
        QFETCH(const QByteArray, key);
        QFETCH(const domain::UserRole, role);
        DoorOnLoopback host;
        DoorClient client(host, key);
        QVERIFY(client.connected() && client.sayHello());
        QVERIFY(client.reply());

        for (const Request &request : sampleRequests()) {
            if (std::holds_alternative<Hello>(request))
                continue;
            client.ask(2, request);
            const bool allowed = domain::mayActAs(role, neededRole(request));
            // The fake answers NotFound to what it is asked: it was asked, then.
            QCOMPARE(client.reply().error().code,
                     allowed ? ErrorCode::NotFound : ErrorCode::PermissionDenied);
        }
    }

    void requestsReachTheHostWithTheirUser()
    {
        DoorOnLoopback host;
        host.fleet.when<ListFindings>(
            [](const domain::User &, const ListFindings &) { return sampleFindingPage(); });
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());
        QVERIFY(client.reply());

        client.ask(2, ListFindings{.server = u"ovh"_s});

        QCOMPARE(decodeReply<FindingPage>(client.reply().value()).value(), sampleFindingPage());
        QCOMPARE(host.fleet.asked<ListFindings>().value(0).server, u"ovh"_s);
        QCOMPARE(host.fleet.askedBy<ListFindings>().value(0).name, u"vera"_s);
    }

    void aPageThatIsTooLargeIsCutShort()
    {
        DoorOnLoopback host;
        host.fleet.when<ListFindings>([](const domain::User &, const ListFindings &) {
            FindingPage page{.total = 12000};
            for (int i = 0; i < 12000; ++i)
                page.findings.append(sampleFinding());
            return page;
        });
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        client.ask(2, ListFindings{});

        QTRY_COMPARE(client.binaries.size(), 1);
        const auto reply = std::get<IncomingReply>(decodeFromAgent({client.binaries.first(), true}).value());
        const FindingPage page = decodeReply<FindingPage>(reply.outcome.value()).value();
        QCOMPARE(page.total, 12000);
        QCOMPARE(page.findings.size(), 6000);
    }

    void anUnknownRequestIsAnsweredAsSuch()
    {
        DoorOnLoopback host;
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());
        QVERIFY(client.reply());

        client.socket.sendTextMessage(u"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"fleet.drop\"}"_s);

        QCOMPARE(client.reply().error().code, ErrorCode::Unsupported);
        QVERIFY(!client.gone);
    }

    void moreThanTheBurstEndsIt()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.messageBurst = 10;
        settings.messagesPerSecond = 0.001;
        DoorOnLoopback host(settings);
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        for (int i = 0; i < 11; ++i)
            client.ask(2 + i, GetFleet{});

        QTRY_VERIFY(client.gone);
        QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
        QVERIFY(client.socket.closeReason().startsWith(u"limit_exceeded: "));
    }

    void aRevokedKeyIsOut()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.recheckKeys = 50ms;
        DoorOnLoopback host(settings);
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        host.fleet.removeUsers();

        QTRY_VERIFY(client.gone);
        QVERIFY(client.socket.closeReason().startsWith(u"unauthenticated: "));
    }

    // A client's agent, whose list of keys has become too old.
    void whereTheKeysAreNotKnownAnyMoreNobodyStays()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.recheckKeys = 50ms;
        DoorOnLoopback host(settings);
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        host.fleet.failAuthentication({ErrorCode::NotFound, u"the keys are too old"_s});

        QTRY_VERIFY(client.gone);
        QVERIFY(client.socket.closeReason().contains(u"the keys are too old"_s));
    }

    void aStorageThatIsAwayEndsNoSession()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.recheckKeys = 20ms;
        DoorOnLoopback host(settings);
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());
        const int before = host.fleet.authentications();

        host.fleet.failAuthentication({ErrorCode::Unavailable, u"no database"_s});

        QTRY_VERIFY(host.fleet.authentications() > before + 2);
        QVERIFY(!client.gone);
    }

    void theDoorOpensInTheClearOnLoopbackOnly()
    {
        FakeFleetService fleet;
        SystemClock clock;
        agent::control::ControlDoor door(fleet, clock, DoorOnLoopback::defaultSettings());

        QCOMPARE(door.listen(QHostAddress::AnyIPv4, 0).error().code, ErrorCode::InvalidArgument);
        QVERIFY(door.listen(QHostAddress::LocalHost, 0));
    }

    void aClosedDoorSaysSo()
    {
        DoorOnLoopback host;
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        host.door.close();

        QTRY_VERIFY(client.gone);
        QVERIFY(client.socket.closeReason().startsWith(u"unavailable: "));
    }
};

ARCHIVESMP_TEST(TestControlDoor)
#include "tst_controldoor.moc"
