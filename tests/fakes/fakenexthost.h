// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/hostapi.h"

#include <QPromise>

#include <deque>
#include <memory>

namespace archivesmp::tests {

// A host of which only next() matters: each question waits until the test answers it.
class FakeNextHost final : public agent::jobs::HostApi
{
public:
    using Offer = std::optional<JobId>;

    void answer(const Result<Offer> &offer)
    {
        const auto promise = _waiting.front();
        _waiting.pop_front();
        promise->addResult(offer);
        promise->finish();
    }
    [[nodiscard]] std::size_t waiting() const { return _waiting.size(); }

    int questions = 0;
    std::chrono::seconds lastWait{-1};

    QFuture<Result<Offer>> next(std::chrono::seconds wait) override
    {
        ++questions;
        lastWait = wait;
        _waiting.push_back(std::make_shared<QPromise<Result<Offer>>>());
        _waiting.back()->start();
        return _waiting.back()->future();
    }

    QFuture<Result<protocol::AgentWelcome>> hello(const protocol::AgentHello &) override
    {
        return none<protocol::AgentWelcome>();
    }
    QFuture<Result<protocol::HeartbeatReply>> heartbeat(const protocol::Heartbeat &) override
    {
        return none<protocol::HeartbeatReply>();
    }
    QFuture<Result<protocol::ClaimedJob>> claim(const protocol::ClaimRequest &) override
    {
        return none<protocol::ClaimedJob>();
    }
    QFuture<Result<protocol::RenewReply>> renew(const protocol::RenewRequest &) override
    {
        return none<protocol::RenewReply>();
    }
    QFuture<Result<void>> report(const protocol::ScanReportPart &) override { return none<void>(); }
    QFuture<Result<void>> finish(const protocol::JobResult &) override { return none<void>(); }
    QFuture<Result<void>> record(const protocol::LocalDeed &) override { return none<void>(); }
    QFuture<Result<QByteArray>> expectations(const QByteArray &) override { return none<QByteArray>(); }
    QFuture<Result<void>> fetchArtifact(const QByteArray &, const QString &) override { return none<void>(); }
    QFuture<Result<void>> storeArtifact(const QByteArray &, const QString &) override { return none<void>(); }

private:
    template <typename T>
    [[nodiscard]] static QFuture<Result<T>> none()
    {
        return QtFuture::makeReadyFuture(
            Result<T>(Error{ErrorCode::Unsupported, QStringLiteral("not in this fake")}));
    }

    std::deque<std::shared_ptr<QPromise<Result<Offer>>>> _waiting;
};

} // namespace archivesmp::tests
