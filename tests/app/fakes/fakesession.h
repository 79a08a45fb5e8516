// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/fakes/fakehost.h"

#include <QPromise>
#include <QTimer>

namespace archivesmp::tests {

// A session with a FakeHost. Answers come through the event loop, as they do over a network.
class FakeSession final : public app::client::Session
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeSession)

public:
    FakeSession(FakeHost &host, QString address)
        : _host(host)
        , _address(std::move(address))
    { }

    [[nodiscard]] QString address() const override { return _address; }
    [[nodiscard]] State state() const override { return _host._state; }
    [[nodiscard]] bool hasFailed() const override { return state() != State::Online; }
    [[nodiscard]] Error lastError() const override { return _host._error; }
    [[nodiscard]] protocol::HelloReply hello() const override { return _host.hello; }
    void reconnect() override { ++reconnects; }

    // clang-format off
    QFuture<Result<protocol::FleetState>> ask(const protocol::GetFleet &r) override { return carry(r); }
    QFuture<Result<protocol::FindingPage>> ask(const protocol::ListFindings &r) override { return carry(r); }
    QFuture<Result<protocol::FindingDetail>> ask(const protocol::GetFinding &r) override { return carry(r); }
    QFuture<Result<protocol::JobAccepted>> ask(const protocol::StartScan &r) override { return carry(r); }
    QFuture<Result<domain::Plan>> ask(const protocol::PlanFix &r) override { return carry(r); }
    QFuture<Result<domain::Plan>> ask(const protocol::PlanDeploy &r) override { return carry(r); }
    QFuture<Result<domain::Plan>> ask(const protocol::PlanRollback &r) override { return carry(r); }
    QFuture<Result<protocol::JobAccepted>> ask(const protocol::ApplyPlan &r) override { return carry(r); }
    QFuture<Result<protocol::JobPage>> ask(const protocol::ListJobs &r) override { return carry(r); }
    QFuture<Result<protocol::JobDetail>> ask(const protocol::GetJob &r) override { return carry(r); }
    QFuture<Result<protocol::Done>> ask(const protocol::CancelJob &r) override { return carry(r); }
    QFuture<Result<protocol::JobAccepted>> ask(const protocol::PowerInstance &r) override { return carry(r); }
    QFuture<Result<protocol::FindingsAccepted>> ask(const protocol::AcceptFindings &r) override { return carry(r); }
    QFuture<Result<protocol::RulesChanged>> ask(const protocol::IgnoreFindings &r) override { return carry(r); }
    QFuture<Result<protocol::RulePage>> ask(const protocol::ListRules &r) override { return carry(r); }
    QFuture<Result<protocol::RulePreview>> ask(const protocol::PreviewRule &r) override { return carry(r); }
    QFuture<Result<protocol::RulesChanged>> ask(const protocol::AddRule &r) override { return carry(r); }
    QFuture<Result<protocol::RulesChanged>> ask(const protocol::RemoveRule &r) override { return carry(r); }
    QFuture<Result<protocol::VersionPage>> ask(const protocol::ListVersions &r) override { return carry(r); }
    QFuture<Result<protocol::VersionUndone>> ask(const protocol::UndoVersion &r) override { return carry(r); }
    // clang-format on

    QFuture<Result<QByteArray>> uploadArtifact(const QString &path,
                                               std::function<void(qint64, qint64)> progress) override;

    void receive(const protocol::WireMessage &message);

    int reconnects = 0;

private:
    template <typename R>
    QFuture<Result<typename R::Reply>> carry(const R &request)
    {
        using Reply = typename R::Reply;
        auto promise = std::make_shared<QPromise<Result<Reply>>>();
        promise->start();
        QTimer::singleShot(0, this, [this, promise, request] {
            promise->addResult(travel(request));
            promise->finish();
        });
        return promise->future();
    }

    template <typename R>
    Result<typename R::Reply> travel(const R &request)
    {
        using Reply = typename R::Reply;
        if (state() != State::Online)
            return Error{ErrorCode::Unavailable, QStringLiteral("there is no connection to the agent")};
        const auto sent = protocol::encodeRequest(1, request);
        if (!sent)
            return sent.error();
        const protocol::IncomingRequest arrived = protocol::decodeRequest(*sent);
        if (!arrived.request)
            return arrived.request.error();
        _host.asked.append(*arrived.request);
        if (_host.onAsked)
            _host.onAsked(*arrived.request);
        const Result<Reply> reply = _host.nextError
            ? Result<Reply>(*std::exchange(_host.nextError, std::nullopt))
            : Result<Reply>(_host.answer(std::get<R>(*arrived.request)));
        const Result<protocol::WireMessage> answer
            = reply ? protocol::encodeReply<Reply>(1, *reply) : protocol::encodeError(1, reply.error());
        if (!answer)
            return answer.error();
        const auto back = protocol::decodeFromAgent(*answer);
        if (!back)
            return back.error();
        const auto &members = std::get<protocol::IncomingReply>(*back).outcome;
        return members ? protocol::decodeReply<Reply>(*members) : Result<Reply>(members.error());
    }

    FakeHost &_host;
    QString _address;
};

} // namespace archivesmp::tests
