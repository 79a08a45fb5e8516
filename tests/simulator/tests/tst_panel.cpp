// SPDX-License-Identifier: GPL-3.0-or-later
// The wire of the simulated panel, as clients that were not written with it expect it.
#include "tests/simulator/panel.h"

#include "tests/simulator/tests/ampcaller.h"
#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::ampsim;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestPanel final : public QObject
{
    Q_OBJECT

    struct Fixture
    {
        explicit Fixture(Options wanted = {})
            : panel(laidOut(folder.path(), wanted), clock)
            , amp(*panel.listen())
        { }

        static Options laidOut(const QString &root, Options options)
        {
            options.root = root;
            QDir(root).mkpath(u"SMP101/Minecraft"_s);
            QDir(root).mkpath(u"NOTHING"_s);
            options.startTime = options.stopTime = options.daemonTime = 20ms;
            return options;
        }

        [[nodiscard]] QString proxy()
        {
            return u"ADSModule/Servers/%1/API/"_s.arg(panel.fleet().instances().first()->id());
        }

        QTemporaryDir folder;
        FakeClock clock;
        Panel panel;
        AmpCaller amp;
    };

    static QString titleOf(const AmpCaller::Reply &reply) { return reply.title(); }

private Q_SLOTS:
    void everyMethodOfEveryProfileHasCodeBehindIt()
    {
        for (const Profile profile : {Profile::Amp25, Profile::Amp26, Profile::Amp28}) {
            Options options;
            options.profile = profile;
            Fixture fixture(options);
            QCOMPARE(fixture.panel.mismatches(), QStringList());
        }
    }

    void onlyFoldersWithAServerAreInstances()
    {
        Fixture fixture;

        QCOMPARE(fixture.panel.fleet().instances().size(), 1);
    }

    void wantsOneOfThreeAcceptHeaders()
    {
        Fixture fixture;
        for (const char *good : {"application/json", "text/javascript", "application/vnd.cubecoders-ampapi",
                                 "text/html, application/json;q=0.5"}) {
            fixture.amp.accept = good;
            QCOMPARE(fixture.amp.call(u"Core/GetModuleInfo"_s).status, 200);
        }
        for (const char *bad : {"text/plain", "*/*"}) {
            fixture.amp.accept = bad;
            const AmpCaller::Reply reply = fixture.amp.call(u"Core/GetModuleInfo"_s);
            QCOMPARE(reply.status, 400);
            QVERIFY(reply.body.contains("Invalid accept header value"));
        }
    }

    void tellsAnonymousVisitorsLittle()
    {
        Fixture fixture;

        const QJsonObject before = fixture.amp.call(u"Core/GetAPISpec"_s).object();
        fixture.amp.logIn();
        const QJsonObject after = fixture.amp.call(u"Core/GetAPISpec"_s).object();

        QCOMPARE(before.keys(), QStringList{u"Core"_s});
        QVERIFY(before.value(u"Core").toObject().size() < 10);
        QVERIFY(after.value(u"ADSModule").toObject().contains(u"StartInstance"));
        QVERIFY(!after.contains(u"FileManagerPlugin")); // of instances only
        const QJsonArray login
            = before.value(u"Core").toObject().value(u"Login").toObject().value(u"Parameters").toArray();
        QStringList names;
        for (const QJsonValue &parameter : login)
            names.append(parameter.toObject().value(u"Name").toString());
        QCOMPARE(names, QStringList({u"username"_s, u"password"_s, u"token"_s, u"rememberMe"_s}));
    }

    void offersWhatTheProfileHas_data()
    {
        QTest::addColumn<int>("profile");
        QTest::addColumn<int>("backupParameters");
        QTest::addColumn<bool>("catalogue");
        QTest::newRow("2.5") << int(Profile::Amp25) << 4 << true;
        QTest::newRow("2.6") << int(Profile::Amp26) << 4 << true;
        QTest::newRow("2.8") << int(Profile::Amp28) << 8 << false;
    }
    void offersWhatTheProfileHas()
    {
        QFETCH(int, profile);
        QFETCH(int, backupParameters);
        QFETCH(bool, catalogue);
        Options options;
        options.profile = static_cast<Profile>(profile);
        Fixture fixture(options);
        fixture.amp.logIn(fixture.proxy());

        const QJsonObject spec = fixture.amp.call(fixture.proxy() + u"Core/GetAPISpec"_s).object();

        const QJsonObject backup
            = spec.value(u"LocalFileBackupPlugin").toObject().value(u"TakeBackup").toObject();
        QCOMPARE(backup.value(u"Parameters").toArray().size(), backupParameters);
        QCOMPARE(spec.value(u"MinecraftModule").toObject().contains(u"BukGetInstalledPlugins"), catalogue);
        QVERIFY(!spec.contains(u"ADSModule"));
    }

    void keepsItsScopesApart()
    {
        Fixture fixture;
        fixture.amp.logIn();

        const QString onProxy = titleOf(fixture.amp.call(fixture.proxy() + u"Core/GetStatus"_s));
        fixture.amp.logIn(fixture.proxy());
        const AmpCaller::Reply own = fixture.amp.call(fixture.proxy() + u"Core/GetStatus"_s);
        const QString onController = titleOf(fixture.amp.call(u"ADSModule/GetInstances"_s));

        QCOMPARE(onProxy, u"Unauthorized Access"_s);
        QCOMPARE(own.object().value(u"State").toInt(), 20);
        QCOMPARE(onController, u"Unauthorized Access"_s);
    }

    void faultsCarryAllThreeMembersAndHttp200()
    {
        Fixture fixture;

        const AmpCaller::Reply reply = fixture.amp.call(u"ADSModule/GetInstances"_s);

        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.object().keys(), QStringList({u"Message"_s, u"StackTrace"_s, u"Title"_s}));
        QVERIFY(reply.object().value(u"Message").toString().contains(u"Session.Exists"));
        QVERIFY(reply.contentType.startsWith("application/json"));
        QVERIFY(!reply.body.contains('\n'));
        QCOMPARE(titleOf(fixture.amp.call(u"Core/NoSuchMethod"_s)), u"Key Not Found"_s);
        QCOMPARE(titleOf(fixture.amp.post(u"API/Core/GetModuleInfo"_s, "[1")), u"Json Reader Exception"_s);
        QCOMPARE(fixture.amp.post(u"elsewhere"_s, "{}").status, 404);
    }

    void aManageTokenIsGoodForOneLoginWithinAMinute()
    {
        Fixture fixture;
        fixture.amp.logIn();
        const QString id = fixture.panel.fleet().instances().first()->id();
        const auto token = [&] {
            const AmpCaller::Reply reply
                = fixture.amp.call(u"ADSModule/ManageInstance"_s, {{u"InstanceId"_s, id}});
            return reply.object().value(u"Result").toString();
        };
        const auto logIn = [&](const QString &with) {
            const QJsonObject login{
                {u"username"_s, u"admin"_s}, {u"password"_s, QString()}, {u"token"_s, with}};
            return fixture.amp.call(fixture.proxy() + u"Core/Login"_s, login)
                .object()
                .value(u"result")
                .toInt();
        };

        const QString first = token();
        QCOMPARE(logIn(first), 10);
        QCOMPARE(logIn(first), 1);
        const QString second = token();
        fixture.clock.advance(61s);
        QCOMPARE(logIn(second), 1);
    }

    void aRememberedTokenWorksAgainInItsScope()
    {
        Fixture fixture;
        const QString token = fixture.amp.logIn().object().value(u"rememberMeToken").toString();
        const QJsonObject login{{u"username"_s, u"admin"_s}, {u"password"_s, QString()}, {u"token"_s, token}};

        QVERIFY(!token.isEmpty());
        for (int i = 0; i < 2; ++i)
            QCOMPARE(fixture.amp.call(u"Core/Login"_s, login).object().value(u"result").toInt(), 10);
        QCOMPARE(fixture.amp.call(fixture.proxy() + u"Core/Login"_s, login).object().value(u"result").toInt(),
                 1);
    }

    void aSessionEndsAfterIdlingOnly()
    {
        Fixture fixture;
        fixture.amp.logIn();

        for (int i = 0; i < 5; ++i) {
            fixture.clock.advance(4min);
            QVERIFY(fixture.amp.call(u"ADSModule/GetInstances"_s).value().isArray());
        }
        fixture.clock.advance(5min + 1s);

        QCOMPARE(titleOf(fixture.amp.call(u"ADSModule/GetInstances"_s)), u"Unauthorized Access"_s);
    }

    void theHeaderWinsOverTheBody()
    {
        Fixture fixture;
        fixture.amp.logIn();
        fixture.amp.bearer = u"00000000-0000-0000-0000-000000000000"_s;

        QCOMPARE(titleOf(fixture.amp.call(u"ADSModule/GetInstances"_s)), u"Unauthorized Access"_s);
        std::swap(fixture.amp.bearer, fixture.amp.session);
        QVERIFY(fixture.amp.call(u"ADSModule/GetInstances"_s).value().isArray());
    }

    void complainsInTheConsoleAboutASessionInTheBody_data()
    {
        QTest::addColumn<int>("profile");
        QTest::addColumn<bool>("complains");
        QTest::newRow("2.6") << int(Profile::Amp26) << false;
        QTest::newRow("2.8") << int(Profile::Amp28) << true;
    }
    void complainsInTheConsoleAboutASessionInTheBody()
    {
        QFETCH(int, profile);
        QFETCH(bool, complains);
        Options options;
        options.profile = static_cast<Profile>(profile);
        Fixture fixture(options);
        fixture.amp.logIn(fixture.proxy());

        fixture.amp.call(fixture.proxy() + u"Core/GetStatus"_s);
        const QByteArray updates = fixture.amp.call(fixture.proxy() + u"Core/GetUpdates"_s).body;

        QCOMPARE(updates.contains("deprecated"), complains);
    }

    void aNewSessionIsGivenTheScrollback()
    {
        Fixture fixture;
        Instance &instance = *fixture.panel.fleet().instances().first();
        for (int i = 0; i < 100; ++i)
            instance.console().write(QString::number(i));
        fixture.panel.options().profile = Profile::Amp26; // no complaints between the lines
        const auto entries = [&] {
            return fixture.amp.call(fixture.proxy() + u"Core/GetUpdates"_s)
                .object()
                .value(u"ConsoleEntries")
                .toArray();
        };

        fixture.amp.logIn(fixture.proxy());
        QCOMPARE(entries().size(), 40);
        QCOMPARE(entries().size(), 0);
        instance.console().write(u"new"_s);
        QCOMPARE(entries().size(), 1);
        fixture.amp.logIn(fixture.proxy());
        QCOMPARE(entries().size(), 40);
    }

    void answersVoidAsItIsTold()
    {
        Fixture fixture;
        fixture.amp.logIn(fixture.proxy());
        const QList<std::pair<VoidBody, QByteArray>> forms{
            {VoidBody::Null, "null"}, {VoidBody::Empty, ""}, {VoidBody::Object, "{}"}};

        for (const auto &[form, body] : forms) {
            fixture.panel.options().voidBody = form;
            const AmpCaller::Reply reply = fixture.amp.call(fixture.proxy() + u"Core/Kill"_s);
            QCOMPARE(reply.status, 200);
            QCOMPARE(reply.body, body);
        }
    }

    void writesDatesAndVersionsAsTheProfileDoes()
    {
        for (const Profile profile : {Profile::Amp25, Profile::Amp28}) {
            Options options;
            options.profile = profile;
            Fixture fixture(options);
            fixture.amp.logIn();
            const QJsonObject target
                = fixture.amp.call(u"ADSModule/GetInstances"_s).value().toArray().first().toObject();
            const QJsonObject summary = target.value(u"AvailableInstances").toArray().last().toObject();

            QCOMPARE(summary.value(u"AMPVersion").isObject(), profile == Profile::Amp25);
            QCOMPARE(target.value(u"LastUpdated").toString().startsWith(u"/Date("),
                     profile == Profile::Amp25);
            QCOMPARE(target.value(u"TagsList").toString(), u"[]"_s);
        }
    }

    void takesShortNamesWhereAmpDoes()
    {
        Fixture fixture;
        fixture.amp.logIn();
        const QString id = fixture.panel.fleet().instances().first()->id();
        const auto stop = [&](const QString &name) {
            return fixture.amp.call(u"ADSModule/StopInstance"_s, {{u"InstanceName"_s, name}}).object();
        };

        QVERIFY(!stop(id).value(u"Status").toBool());
        QVERIFY(stop(u"SMP101"_s).value(u"Status").toBool());
        QCOMPARE(titleOf(fixture.amp.call(fixture.proxy() + u"Core/GetStatus"_s)), u"Instance Unavailable"_s);
        QCOMPARE(titleOf(fixture.amp.call(fixture.proxy() + u"Core/Login"_s)), u"Instance Unavailable"_s);
        const QJsonObject manage
            = fixture.amp.call(u"ADSModule/ManageInstance"_s, {{u"InstanceId"_s, id}}).object();
        QCOMPARE(manage.value(u"Reason").toString(), u"The specified instance is not running"_s);
    }

    void repeatsAnOldListOfInstancesWhereToldTo()
    {
        Options options;
        options.instanceCache = 30s;
        Fixture fixture(options);
        fixture.amp.logIn();
        const auto running = [&] {
            const QJsonArray list = fixture.amp.call(u"ADSModule/GetLocalInstances"_s).value().toArray();
            return list.last().toObject().value(u"Running").toBool();
        };
        QVERIFY(running());

        static_cast<void>(fixture.panel.fleet().instances().first()->stopDaemon());

        QVERIFY(running());
        fixture.clock.advance(30s);
        QVERIFY(!running());
    }

    void stopsProcessingLoginsAfterTheLimit()
    {
        Options options;
        options.loginLimit = 2;
        options.password = u"another"_s;
        Fixture fixture(options);

        for (int i = 0; i < 2; ++i)
            QVERIFY(!fixture.amp.logIn().object().value(u"success").toBool());
        fixture.panel.options().password = u"simulated"_s;

        const QJsonObject refused = fixture.amp.logIn().object();
        QVERIFY(!refused.value(u"success").toBool());
        QVERIFY(refused.value(u"resultReason").toString().contains(u"rate limit"));
        QVERIFY(!refused.contains(u"sessionID"));
    }

    void keepsSettings()
    {
        Fixture fixture;
        fixture.amp.logIn(fixture.proxy());
        const QString node = u"MinecraftModule.Limits.MaxPlayers"_s;
        const auto set = [&](const QString &which) {
            const QJsonObject change{{u"node"_s, which}, {u"value"_s, u"55"_s}};
            return fixture.amp.call(fixture.proxy() + u"Core/SetConfig"_s, change)
                .object()
                .value(u"Status")
                .toBool();
        };

        QVERIFY(set(node));
        QVERIFY(!set(u"No.Such.Node"_s));
        const QJsonObject read
            = fixture.amp.call(fixture.proxy() + u"Core/GetConfig"_s, {{u"node"_s, node}}).object();
        QCOMPARE(read.value(u"CurrentValue").toString(), u"55"_s);
    }

    void survivesWhatIsNotHttp()
    {
        Fixture fixture;
        const quint16 port = [&fixture] {
            fixture.panel.close();
            fixture.panel.options().port = 0;
            return *fixture.panel.listen();
        }();
        for (const QByteArray &junk :
             {QByteArray("\x16\x03\x01\r\n\r\n"), QByteArray("GET\r\n\r\n"), QByteArray(100000, 'a'),
              QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"),
              QByteArray("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"),
              QByteArray("POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n")}) {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, port);
            QVERIFY(socket.waitForConnected());
            socket.write(junk);
            QTRY_VERIFY(socket.bytesAvailable() > 0);
            QVERIFY(socket.readAll().startsWith("HTTP/1.1 4"));
        }
        AmpCaller amp(port);
        QCOMPARE(amp.call(u"Core/GetModuleInfo"_s).status, 200);
    }
};

ARCHIVESMP_TEST(TestPanel)
#include "tst_panel.moc"
