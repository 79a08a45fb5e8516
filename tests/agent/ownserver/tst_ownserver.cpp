// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/ownserver.h"

#include "tests/agent/ownserver/ownserverbench.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using agent::ownserver::OwnServer;
using domain::UserRole;

class TestOwnServer final : public QObject
{
    Q_OBJECT

    std::unique_ptr<OwnServerBench> _bench;
    std::unique_ptr<OwnServer> _server;

    template <typename T>
    static Result<T> wait(QFuture<Result<T>> future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 10000) || future.resultCount() != 1)
            return Error{ErrorCode::Timeout, u"no answer"_s};
        return future.result();
    }
    template <typename Request>
    void isLeftToTheHost(const Request &request)
    {
        const auto answer = wait(_server->answer(_bench->jane, request));
        QCOMPARE(answer.error().code, ErrorCode::Unsupported);
        QVERIFY(answer.error().message.contains(u"the agent of ovh"_s));
        QCOMPARE(answer.error().remedy, u"ask the host, archive.example"_s);
    }
    [[nodiscard]] QString userOf(const QByteArray &key)
    {
        const auto user = wait(_server->authenticate(Secret(key)));
        return user ? user->name : nameOf(user.error().code);
    }

private Q_SLOTS:
    void init()
    {
        _bench = std::make_unique<OwnServerBench>();
        _server = std::make_unique<OwnServer>(u"ovh"_s, u"archive.example"_s, _bench->log,
                                              [this](const auto &use) { use(_bench->core.get()); });
    }
    void cleanup()
    {
        _server.reset();
        _bench.reset();
    }

    void whatNeedsNoCoordinationIsAnswered()
    {
        _bench->hostAnswers();
        QCOMPARE(wait(_server->answer(_bench->jane, protocol::GetFleet{}))->instances.size(), 2);
        QVERIFY(wait(_server->answer(_bench->jane, protocol::GetFleet{}))->hasExpectations);
        QCOMPARE(wait(_server->answer(_bench->jane, protocol::ListFindings{}))->total, 0);
        QVERIFY(wait(_server->answer(_bench->jane, protocol::StartScan{})));
        const auto stop = wait(
            _server->answer(_bench->jane, protocol::PowerInstance{u"BENT01"_s, domain::PowerAction::Stop}));
        QCOMPARE(wait(_server->answer(_bench->jane, protocol::GetJob{stop->job}))->job.instance, u"BENT01"_s);
        QCOMPARE(wait(_server->answer(_bench->jane, protocol::ListJobs{}))->jobs.size(), 2);
        QCOMPARE(wait(_server->answer(_bench->jane, protocol::ListJobs{.server = u"hetzner"_s})).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(wait(_server->answer(_bench->jane, protocol::CancelJob{stop->job})).error().code,
                 ErrorCode::Unsupported);
        QCOMPARE(wait(_server->answer(_bench->jane, protocol::GetFinding{FindingId(u"x"_s)})).error().code,
                 ErrorCode::NotFound);
        QTRY_VERIFY(_bench->core->jobs().isIdle());
    }

    void whatNeedsCoordinationIsTheHosts()
    {
        isLeftToTheHost(protocol::PlanFix{});
        isLeftToTheHost(protocol::PlanDeploy{});
        isLeftToTheHost(protocol::PlanRollback{});
        isLeftToTheHost(protocol::ApplyPlan{});
        isLeftToTheHost(protocol::ImportExpectations{});
    }

    void anAgentThatIsNotAtWorkSaysSo()
    {
        const OwnServer::Run nobody = [](const OwnServer::Use &use) { use(nullptr); };
        OwnServer stopped(u"ovh"_s, u"archive.example"_s, _bench->log, nobody);

        QCOMPARE(wait(stopped.authenticate(Secret("asmp_jane"))).error().code, ErrorCode::Unavailable);
    }

    void keysComeWithTheHeartbeatAndOutliveARestart()
    {
        QCOMPARE(userOf("asmp_jane"), u"not_found"_s);
        _bench->hostAnswers({OwnServerBench::known("asmp_jane", u"jane"_s)});
        QCOMPARE(userOf("asmp_jane"), u"jane"_s);

        _bench->restart();

        QCOMPARE(userOf("asmp_jane"), u"jane"_s);
        QVERIFY(_bench->fleet.fleetKey.equals(_bench->fleetKey));
        QVERIFY(!_bench->fleet.known); // by this run
        QVERIFY(wait(_server->answer(_bench->jane, protocol::GetFleet{}))->hasExpectations);

        _bench->clock.advance(25h);
        QCOMPARE(userOf("asmp_jane"), u"not_found"_s);
        _bench->hostAnswers({OwnServerBench::known("asmp_jane", u"jane"_s)});
        QCOMPARE(userOf("asmp_jane"), u"jane"_s);
    }

    void aRevokedKeyIsGoneAfterARestartToo()
    {
        _bench->hostAnswers({OwnServerBench::known("asmp_jane", u"jane"_s)});
        _bench->hostAnswers({});
        QCOMPARE(userOf("asmp_jane"), u"unauthenticated"_s);

        _bench->restart();

        QCOMPARE(userOf("asmp_jane"), u"unauthenticated"_s);
    }

    void aListThatTheHostDidNotIssueIsNotTaken()
    {
        _bench->hostAnswers({OwnServerBench::known("asmp_jane", u"jane"_s)});
        protocol::KeySnapshot forged = _bench->snapshot({});
        forged.keys = {OwnServerBench::known("asmp_eve", u"eve"_s, UserRole::Admin)};

        _bench->core->hostAnswered({_bench->fleet.expectationsHash, {}, forged});

        QCOMPARE(userOf("asmp_eve"), u"unauthenticated"_s);
        QCOMPARE(userOf("asmp_jane"), u"jane"_s);
    }

    void anAlteredFileLetsNobodyIn()
    {
        _bench->hostAnswers({OwnServerBench::known("asmp_jane", u"jane"_s)});
        QByteArray bytes = _bench->sandbox.read(u"host-memory"_s);
        bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
        _bench->sandbox.write(u"host-memory"_s, bytes);

        _bench->restart();

        QCOMPARE(userOf("asmp_jane"), u"not_found"_s);
        _bench->hostAnswers({OwnServerBench::known("asmp_jane", u"jane"_s)});
        QCOMPARE(userOf("asmp_jane"), u"jane"_s);
    }

    void aHostOfBeforeOpensTheDoorToNobody()
    {
        _bench->fleet.fleetKey = _bench->fleetKey;

        _bench->core->hostAnswered({_bench->fleet.expectationsHash, {}});

        QCOMPARE(userOf("asmp_jane"), u"not_found"_s);
    }
};

ARCHIVESMP_TEST(TestOwnServer)
#include "tst_ownserver.moc"
