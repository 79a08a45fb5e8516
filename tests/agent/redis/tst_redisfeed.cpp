// SPDX-License-Identifier: GPL-3.0-or-later
// Announcer and feed over a real redis-server with TLS and an ACL.
#include "agent/redis/redisannouncer.h"
#include "agent/redis/redisfeed.h"

#include "common/protocol/payloadhash.h"
#include "tests/agent/redis/offers.h"
#include "tests/support/redisserver.h"
#include "tests/support/swiftserver.h"
#include "tests/support/testregistry.h"

#include <QSignalSpy>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString stream = u"archivesmp:jobs:ovh"_s;

} // namespace

class TestRedisFeed final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qRegisterMetaType<JobId>();
        _server = std::make_unique<tests::RedisServer>();
        QVERIFY2(_server->start(), qPrintable(_server->problem()));
    }

    void init()
    {
        QCOMPARE(_server->command({u"FLUSHALL"_s}), "OK");
        _announcer = std::make_unique<redis::RedisAnnouncer>(
            redis::AnnouncerSettings{asUser(u"host"_s, _server->hostPassword()), u"fleet"_s, {u"ovh"_s}});
        QSignalSpy states(_announcer.get(), &redis::RedisAnnouncer::stateChanged);
        _announcer->start();
        QTRY_VERIFY_WITH_TIMEOUT(!states.isEmpty() && states.last().first().toBool(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(
            _server->command({u"EXISTS"_s, u"archivesmp:jobs:ovh"_s, u"archivesmp:jobs:broadcast"_s}) == "2",
            patience);
    }

    void cleanup() { _announcer.reset(); }

    void anAnnouncedJobIsOfferedAndSettled()
    {
        const auto feed = newFeed();
        QSignalSpy offers(feed.get(), &jobs::JobFeed::jobOffered);
        feed->start();
        const domain::Job job = newJob();

        QVERIFY(answerOf(_announcer->announce(job)));

        QTRY_COMPARE_WITH_TIMEOUT(jobsIn(offers), QList{job.id}, patience);
        QCOMPARE(offers.first().at(1).toByteArray(), protocol::payloadSha256(job.payload)); // B44
        QCOMPARE(pending(), "1");
        feed->settle(job.id);
        QTRY_COMPARE_WITH_TIMEOUT(pending(), "0", patience);
    }

    void theEntryIsTheSeedsMessageAndTheChannelRings()
    {
        tests::Program listener(u"redis-cli"_s,
                                {u"--tls"_s, u"--cacert"_s, _server->ca(), u"-p"_s,
                                 QString::number(_server->port()), u"--user"_s, u"host"_s, u"SUBSCRIBE"_s,
                                 stream, u"archivesmp:results:drift"_s});
        listener.setEnvironment(u"REDISCLI_AUTH"_s, QString::fromLatin1(_server->hostPassword()));
        QVERIFY(listener.start());
        QVERIFY(listener.waitForLine(u"archivesmp:results:drift"_s).hasMatch());
        domain::Job job = newJob();

        QVERIFY(answerOf(_announcer->announce(job)));
        job.status = domain::JobStatus::Completed;
        _announcer->announceResult(job);

        QCoreApplication::processEvents();
        QTRY_VERIFY_WITH_TIMEOUT(listener.standardOutput().contains("\"status\":\"completed\""), patience);
        QVERIFY(listener.standardOutput().count(job.id.toString().toUtf8()) >= 2);
        const QByteArray entry = _server->command({u"XRANGE"_s, stream, u"-"_s, u"+"_s});
        QVERIFY(entry.contains(QByteArray("\"job_id\":\"" + job.id.toString().toUtf8())));
        QVERIFY(entry.contains("\"fleet_id\":\"fleet\""));
    }

    void aRestartedAgentIsOfferedWhatItNeverSettled()
    {
        const domain::Job job = newJob();
        {
            const auto feed = newFeed();
            QSignalSpy offers(feed.get(), &jobs::JobFeed::jobOffered);
            feed->start();
            QVERIFY(answerOf(_announcer->announce(job)));
            QTRY_COMPARE_WITH_TIMEOUT(offers.size(), 1, patience);
        }

        const auto again = newFeed();
        QSignalSpy offers(again.get(), &jobs::JobFeed::jobOffered);
        again->start();

        QTRY_COMPARE_WITH_TIMEOUT(jobsIn(offers), QList{job.id}, patience);
    }

    void anIdleHintOfAnotherConsumerIsTakenOver()
    {
        const domain::Job job = newJob();
        QVERIFY(answerOf(_announcer->announce(job)));
        QVERIFY(_server
                    ->command({u"XREADGROUP"_s, u"GROUP"_s, u"agents"_s, u"vanished"_s, u"STREAMS"_s, stream,
                               u">"_s})
                    .contains(job.id.toString().toUtf8()));

        const auto feed = newFeed(50ms);
        QSignalSpy offers(feed.get(), &jobs::JobFeed::jobOffered);
        feed->start();

        QTRY_VERIFY_WITH_TIMEOUT(jobsIn(offers).contains(job.id), patience);
    }

    void oneMessageForAllReachesEveryServer()
    {
        const auto feed = newFeed();
        QSignalSpy offers(feed.get(), &jobs::JobFeed::jobOffered);
        feed->start();
        const domain::Job job = newJob(u"broadcast"_s);

        QVERIFY(answerOf(_announcer->announce(job)));

        QTRY_COMPARE_WITH_TIMEOUT(jobsIn(offers), QList{job.id}, patience);
    }

    // B41
    void b41ADeadLetterIsAcknowledgedAndTheFeedGoesOn()
    {
        const auto feed = newFeed();
        QSignalSpy offers(feed.get(), &jobs::JobFeed::jobOffered);
        QSignalSpy refused(feed.get(), &redis::RedisFeed::entryRefused);
        feed->start();
        const QString nonsense = u"not\x1b[31m JSON "_s + QString(1000, u'x');
        QVERIFY(!_server->command({u"XADD"_s, stream, u"*"_s, u"m"_s, nonsense}).isEmpty());
        QVERIFY(!_server->command({u"XADD"_s, stream, u"*"_s, u"other"_s, u"field"_s}).isEmpty());
        const domain::Job job = newJob();

        QVERIFY(answerOf(_announcer->announce(job)));

        QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 2, patience);
        const QString shown = refused.first().first().toString();
        QVERIFY(shown.size() <= 210);
        QVERIFY(shown.startsWith("not\\x1b[31m JSON"_L1));
        QVERIFY(refused.first().at(2).toString().startsWith(stream + u' ')); // which entry it was
        QTRY_COMPARE_WITH_TIMEOUT(jobsIn(offers), QList{job.id}, patience);
        QTRY_COMPARE_WITH_TIMEOUT(pending(), "1", patience);
    }

    // B42
    void b42AMessageOfANewerHostIsADeadLetterThatSaysSo()
    {
        const auto feed = newFeed();
        QSignalSpy offers(feed.get(), &jobs::JobFeed::jobOffered);
        QSignalSpy refused(feed.get(), &jobs::JobFeed::entryRefused);
        feed->start();

        QVERIFY(add(newJob().id, u"\"schema\":2"_s) && add(newJob().id, u"\"job_type\":\"world_upload\""_s));

        QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 2, patience);
        QVERIFY(refused.first().at(1).toString().contains(u"schema 2"));
        QVERIFY(refused.last().at(1).toString().contains(u"world_upload"));
        QVERIFY(offers.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(pending(), "0", patience);
    }

    // B45
    void b45AHintIsOfferedWhateverItsTimestampSays()
    {
        const auto feed = newFeed();
        QSignalSpy offers(feed.get(), &jobs::JobFeed::jobOffered);
        feed->start();
        QList<JobId> sent;
        for (const char *at :
             {"1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "2025-11-06T10:30:00", "2025-13-01"}) {
            sent.append(newJob().id);
            QVERIFY(add(sent.last(), u"\"timestamp\":\"%1\""_s.arg(QLatin1StringView(at))));
        }

        QTRY_COMPARE_WITH_TIMEOUT(jobsIn(offers), sent, patience); // in the order of the stream
    }

    void anotherFleetsEntryIsLeftAloneAndRaisesAnAlarmOnce()
    {
        const auto feed = newFeed();
        QSignalSpy offers(feed.get(), &jobs::JobFeed::jobOffered);
        QSignalSpy foreign(feed.get(), &redis::RedisFeed::foreignEntryFound);
        feed->start();
        for (int i = 0; i < 2; ++i)
            QVERIFY(add(newJob().id, u"\"fleet_id\":\"theirs\""_s));
        const domain::Job job = newJob();

        QVERIFY(answerOf(_announcer->announce(job)));

        QTRY_COMPARE_WITH_TIMEOUT(jobsIn(offers), QList{job.id}, patience);
        QCOMPARE(foreign.size(), 1);
        QCOMPARE(pending(), "3");
    }

    // B67
    void b67AKeyOfAnotherToolIsSaidAndNeverDeleted()
    {
        QCOMPARE(_server->command({u"DEL"_s, stream}), "1");
        QCOMPARE(_server->command({u"RPUSH"_s, stream, u"old job"_s}), "1");
        const auto feed = newFeed();
        QSignalSpy states(feed.get(), &jobs::JobFeed::stateChanged);

        feed->start();
        const auto announced = answerOf(_announcer->announce(newJob()));

        QCOMPARE(announced.error().code, ErrorCode::Conflict);
        QTRY_VERIFY_WITH_TIMEOUT(!states.isEmpty(), patience);
        QCOMPARE(states.last().first().toBool(), false);
        QVERIFY(states.last().last().toString().contains("another tool"_L1));
        QCOMPARE(_server->command({u"LRANGE"_s, stream, u"0"_s, u"-1"_s}), "old job");
    }

    void b67AWrongPasswordIsSaidAndTriedAgain()
    {
        redis::RedisFeedSettings settings = feedSettings();
        settings.redis.password = Secret("wrong");
        redis::RedisFeed feed(settings);
        QSignalSpy states(&feed, &jobs::JobFeed::stateChanged);

        feed.start();

        QTRY_VERIFY_WITH_TIMEOUT(!states.isEmpty(), patience);
        QCOMPARE(states.first().first().toBool(), false);
        QVERIFY(states.first().last().toString().contains("does not know this user"_L1));
        QVERIFY(!states.first().last().toString().contains("wrong"_L1));
    }

    // T1
    void aRedisThatIsOpenToEverybodyIsNotUsed()
    {
        const quint16 port = tests::freePort();
        tests::Program open(
            u"redis-server"_s,
            {u"--bind"_s, u"127.0.0.1"_s, u"--port"_s, QString::number(port), u"--save"_s, QString()});
        QVERIFY(open.start());
        QVERIFY(open.waitForLine(u"Ready to accept connections"_s).hasMatch());
        redis::RedisServer server;
        server.host = u"127.0.0.1"_s;
        server.port = port;
        redis::RedisConnection careless(server);
        QSignalSpy ready(&careless, &redis::RedisConnection::ready);
        server.insistOnPassword = true;
        redis::RedisConnection careful(server);
        QStringList reasons;
        connect(&careful, &redis::RedisConnection::lost, this,
                [&](const Error &error) { reasons.append(describe(error)); });

        careless.open();
        careful.open();

        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!reasons.isEmpty(), patience);
        QVERIFY(reasons.first().contains("answers everybody without a password"_L1));
        QVERIFY(!careful.isReady());
        careful.close();
    }

    void aCertificateOfAnotherAuthorityIsRefused()
    {
        const QTemporaryDir folder;
        redis::RedisFeedSettings settings = feedSettings();
        settings.redis.ca = tests::makeTestCertificate(folder.path()).certificate;
        redis::RedisFeed feed(settings);
        QSignalSpy states(&feed, &jobs::JobFeed::stateChanged);

        feed.start();

        QTRY_VERIFY_WITH_TIMEOUT(!states.isEmpty(), patience);
        QCOMPARE(states.first().first().toBool(), false);
    }

    void anAgentsUserMayNotForgeJobs()
    {
        redis::RedisConnection agent(asUser(u"agent"_s, _server->agentPassword()));
        QSignalSpy ready(&agent, &redis::RedisConnection::ready);
        agent.open();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, patience);

        const auto added = answerOf(agent.send({"XADD", "archivesmp:jobs:ovh", "*", "m", "{}"}));
        const auto foreign = answerOf(
            agent.send({"XREADGROUP", "GROUP", "agents", "x", "STREAMS", "archivesmp:jobs:hetzner", ">"}));

        QVERIFY(added.value().error()->text.startsWith("NOPERM"));
        QVERIFY(foreign.value().error()->text.startsWith("NOPERM"));
    }

    void aFlushedRedisIsFilledAgainByTheNextAnnouncement()
    {
        const auto feed = newFeed();
        QSignalSpy offers(feed.get(), &jobs::JobFeed::jobOffered);
        QSignalSpy states(feed.get(), &jobs::JobFeed::stateChanged);
        feed->start();
        QTRY_VERIFY_WITH_TIMEOUT(!states.isEmpty(), patience);
        QCOMPARE(_server->command({u"FLUSHALL"_s}), "OK");
        const domain::Job job = newJob();

        QVERIFY(answerOf(_announcer->announce(job)));

        QTRY_COMPARE_WITH_TIMEOUT(jobsIn(offers), QList{job.id}, patience);
    }

    void aRedisThatStopsIsReportedAndFoundAgainEvenEmpty()
    {
        const auto feed = newFeed();
        QSignalSpy offers(feed.get(), &jobs::JobFeed::jobOffered);
        QSignalSpy states(feed.get(), &jobs::JobFeed::stateChanged);
        QSignalSpy announcerStates(_announcer.get(), &redis::RedisAnnouncer::stateChanged);
        feed->start();
        QTRY_VERIFY_WITH_TIMEOUT(!states.isEmpty() && states.last().first().toBool(), patience);

        _server->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!states.last().first().toBool(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!announcerStates.isEmpty(), patience);
        QCOMPARE(answerOf(_announcer->announce(newJob())).error().code, ErrorCode::Unavailable);
        _server->empty();
        QVERIFY2(_server->start(), qPrintable(_server->problem()));
        QTRY_VERIFY_WITH_TIMEOUT(announcerStates.last().first().toBool(), patience);
        const domain::Job job = newJob();
        QVERIFY(answerOf(_announcer->announce(job)));

        QTRY_VERIFY_WITH_TIMEOUT(jobsIn(offers).contains(job.id), patience);
        QVERIFY(states.last().first().toBool());
    }

private:
    [[nodiscard]] redis::RedisServer asUser(const QString &user, const QByteArray &password) const
    {
        redis::RedisServer server;
        server.host = u"127.0.0.1"_s;
        server.port = _server->port();
        server.tls = true;
        server.ca = _server->ca();
        server.username = user;
        server.password = Secret(password);
        server.insistOnPassword = true;
        server.reconnect = {20ms, 200ms};
        return server;
    }

    [[nodiscard]] redis::RedisFeedSettings feedSettings(std::chrono::milliseconds idle = 90s) const
    {
        redis::RedisFeedSettings settings{
            asUser(u"agent"_s, _server->agentPassword()), u"ovh"_s, u"fleet"_s, {}};
        settings.pace.block = 500ms;
        settings.pace.idle = idle;
        settings.pace.takeover = 100ms;
        settings.pace.retry = 50ms;
        return settings;
    }

    [[nodiscard]] std::unique_ptr<redis::RedisFeed> newFeed(std::chrono::milliseconds idle = 90s) const
    {
        return std::make_unique<redis::RedisFeed>(feedSettings(idle));
    }

    // An entry by another hand than the announcer's.
    [[nodiscard]] bool add(const JobId &job, const QString &member) const
    {
        const QString message = u"{\"job_id\":\"%1\",%2}"_s.arg(job.toString(), member);
        return !_server->command({u"XADD"_s, stream, u"*"_s, u"m"_s, message}).isEmpty();
    }

    // How many entries of the stream are given out and not acknowledged.
    [[nodiscard]] QByteArray pending() const
    {
        return _server->command({u"XPENDING"_s, stream, u"agents"_s}).split('\n').first();
    }

    std::unique_ptr<tests::RedisServer> _server;
    std::unique_ptr<redis::RedisAnnouncer> _announcer;
};

ARCHIVESMP_TEST(TestRedisFeed)
#include "tst_redisfeed.moc"
