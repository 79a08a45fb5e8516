// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/hostapi.h"

#include <QCryptographicHash>
#include <QFile>
#include <QPromise>

#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace archivesmp::tests {

// A host that keeps its jobs in memory and follows the rules of claims and fences.
class FakeHostApi final : public agent::jobs::HostApi
{
public:
    struct Entry
    {
        domain::Job job;
        bool taken = false;
        bool finished = false;
        bool cancelled = false; // before it was claimed
        QString bootId;
        QString nonce;
    };

    std::map<JobId, Entry> jobs;
    QHash<QString, Secret> secrets;
    std::chrono::seconds lease{60};
    QByteArray expectationsJson;
    std::map<QByteArray, QByteArray> artifacts; // by sha256
    bool cancelRequested = false;               // said with every renewal
    bool holdsRenewals = false;                 // until answerRenewals()
    std::optional<Error> away;                  // every call fails with it
    std::map<QString, QList<Error>> failures;   // by call: "finish", first one first
    int lostFinishAnswers = 0;                  // results are taken, but the answer does not arrive

    QList<protocol::ClaimRequest> claims;
    QList<protocol::RenewRequest> renewals;
    QList<protocol::ScanReportPart> reports;
    QList<protocol::JobResult> results; // accepted ones
    int finishCalls = 0;
    std::function<Result<void>(const protocol::ScanReportPart &)> onReport; // before a part is kept

    void add(const domain::Job &job) { jobs[job.id] = {job}; }
    static QByteArray hashOf(const QByteArray &bytes)
    {
        return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    }
    QByteArray addArtifact(const QByteArray &bytes)
    {
        artifacts[hashOf(bytes)] = bytes;
        return hashOf(bytes);
    }
    [[nodiscard]] std::optional<protocol::JobResult> resultOf(const JobId &job) const
    {
        for (const protocol::JobResult &result : results) {
            if (result.job == job)
                return result;
        }
        return std::nullopt;
    }

    QFuture<Result<protocol::AgentWelcome>> hello(const protocol::AgentHello &) override
    {
        if (const auto failure = failureOf(QStringLiteral("hello")))
            return ready<protocol::AgentWelcome>(*failure);
        protocol::AgentWelcome welcome;
        welcome.fleetId = QStringLiteral("test-fleet");
        welcome.fleetKey = Secret(QByteArray(32, 'k'));
        welcome.lease = lease;
        welcome.expectationsHash = expectationsJson.isEmpty() ? QByteArray() : hashOf(expectationsJson);
        return ready<protocol::AgentWelcome>(welcome);
    }

    QFuture<Result<protocol::HeartbeatReply>> heartbeat(const protocol::Heartbeat &beat) override
    {
        heartbeats.append(beat);
        if (const auto failure = failureOf(QStringLiteral("heartbeat")))
            return ready<protocol::HeartbeatReply>(*failure);
        return ready<protocol::HeartbeatReply>(heartbeatReply);
    }
    QList<protocol::Heartbeat> heartbeats;
    protocol::HeartbeatReply heartbeatReply;

    QFuture<Result<std::optional<JobId>>> next(std::chrono::seconds) override
    {
        return ready<std::optional<JobId>>(std::optional<JobId>());
    }

    QFuture<Result<protocol::ClaimedJob>> claim(const protocol::ClaimRequest &request) override
    {
        claims.append(request);
        if (const auto failure = failureOf(QStringLiteral("claim")))
            return ready<protocol::ClaimedJob>(*failure);
        const auto found = jobs.find(request.job);
        if (found == jobs.end())
            return ready<protocol::ClaimedJob>(Error{ErrorCode::NotFound, QStringLiteral("no such job")});
        Entry &entry = found->second;
        if (entry.cancelled)
            return ready<protocol::ClaimedJob>(Error{ErrorCode::Cancelled, QStringLiteral("cancelled")});
        const bool again = entry.taken && entry.nonce == request.nonce;
        if (entry.finished || (entry.taken && !again && entry.bootId == request.bootId))
            return ready<protocol::ClaimedJob>(Error{ErrorCode::Conflict, QStringLiteral("taken or done")});
        if (!again) {
            entry.job.attempt += 1;
            entry.job.fence += 1;
        }
        entry.taken = true;
        entry.bootId = request.bootId;
        entry.nonce = request.nonce;
        return ready<protocol::ClaimedJob>(protocol::ClaimedJob{
            entry.job, lease, expectationsJson.isEmpty() ? QByteArray() : hashOf(expectationsJson), secrets});
    }

    QFuture<Result<protocol::RenewReply>> renew(const protocol::RenewRequest &request) override
    {
        if (const auto failure = failureOf(QStringLiteral("renew")))
            return ready<protocol::RenewReply>(*failure);
        renewals.append(request);
        if (!holdsRenewals)
            return ready<protocol::RenewReply>(protocol::RenewReply{cancelRequested});
        _held.emplace_back();
        _held.back().start();
        return _held.back().future();
    }

    void answerRenewals(const Result<protocol::RenewReply> &answer)
    {
        for (QPromise<Result<protocol::RenewReply>> &held : std::exchange(_held, {})) {
            held.addResult(answer);
            held.finish();
        }
    }

    QFuture<Result<void>> report(const protocol::ScanReportPart &part) override
    {
        if (const auto failure = failureOf(QStringLiteral("report")))
            return ready<void>(*failure);
        if (const auto taken = onReport ? onReport(part) : Result<void>(); !taken)
            return ready<void>(taken);
        reports.append(part);
        return ready<void>({});
    }

    QFuture<Result<void>> finish(const protocol::JobResult &result) override
    {
        finishCalls += 1;
        if (const auto failure = failureOf(QStringLiteral("finish")))
            return ready<void>(*failure);
        const auto found = jobs.find(result.job);
        if (found == jobs.end() || found->second.job.fence != result.fence)
            return ready<void>(Error{ErrorCode::Conflict, QStringLiteral("an old fence")});
        if (!results.contains(result))
            results.append(result);
        found->second.finished = result.status != domain::JobStatus::Retrying;
        found->second.taken = false;
        if (lostFinishAnswers > 0) {
            lostFinishAnswers -= 1;
            return ready<void>(Error{ErrorCode::Unavailable, QStringLiteral("connection reset")});
        }
        return ready<void>({});
    }

    QFuture<Result<void>> record(const protocol::LocalDeed &deed) override
    {
        if (const auto failure = failureOf(QStringLiteral("record")))
            return ready<void>(*failure);
        deeds.append(deed);
        if (lostRecordAnswers > 0) {
            lostRecordAnswers -= 1;
            return ready<void>(Error{ErrorCode::Unavailable, QStringLiteral("connection reset")});
        }
        return ready<void>({});
    }
    QList<protocol::LocalDeed> deeds;
    int lostRecordAnswers = 0;

    QFuture<Result<QByteArray>> expectations(const QByteArray &) override
    {
        expectationsAsked += 1;
        if (const auto failure = failureOf(QStringLiteral("expectations")))
            return ready<QByteArray>(*failure);
        if (expectationsJson.isEmpty())
            return ready<QByteArray>(Error{ErrorCode::NotFound, QStringLiteral("none")});
        return ready<QByteArray>(expectationsJson);
    }
    int expectationsAsked = 0;

    QFuture<Result<void>> fetchArtifact(const QByteArray &sha256, const QString &path) override
    {
        if (const auto failure = failureOf(QStringLiteral("fetchArtifact")))
            return ready<void>(*failure);
        const auto found = artifacts.find(sha256);
        if (found == artifacts.end())
            return ready<void>(Error{ErrorCode::NotFound, QStringLiteral("no such artifact")});
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || file.write(found->second) < 0)
            return ready<void>(Error{ErrorCode::PermissionDenied, file.errorString(), path});
        return ready<void>({});
    }

    QFuture<Result<void>> storeArtifact(const QByteArray &sha256, const QString &path) override
    {
        if (const auto failure = failureOf(QStringLiteral("storeArtifact")))
            return ready<void>(*failure);
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return ready<void>(Error{ErrorCode::NotFound, file.errorString(), path});
        artifacts[sha256] = file.readAll();
        return ready<void>({});
    }

private:
    template <typename T>
    static QFuture<Result<T>> ready(Result<T> result)
    {
        return QtFuture::makeReadyFuture(std::move(result));
    }

    std::optional<Error> failureOf(const QString &call)
    {
        if (away)
            return away;
        QList<Error> &waiting = failures[call];
        if (waiting.isEmpty())
            return std::nullopt;
        return waiting.takeFirst();
    }

    std::vector<QPromise<Result<protocol::RenewReply>>> _held;
};

} // namespace archivesmp::tests
