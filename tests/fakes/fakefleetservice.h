// SPDX-License-Identifier: GPL-3.0-or-later
// A host that answers what the test told it, for the doors and for the host's own worker.
#pragma once

#include "agent/coordinator/fleetservice.h"

#include <QPointer>
#include <QPromise>

#include <functional>
#include <memory>
#include <tuple>
#include <utility>

namespace archivesmp::tests {

// Used in the test's own thread. Every request is recorded; one that the test has no answer for is NotFound.
class FakeFleetService final : public agent::coordinator::FleetService
{
public:
    template <typename Request, typename Reply>
    struct Script
    {
        std::function<Result<Reply>(const domain::User &, const Request &)> answer;
        QList<Request> asked;
        QList<domain::User> askedBy;
        QFuture<Result<Reply>> held; // given instead of `answer` where it is valid
        bool hold = false;
    };

    // The rest of the questions, which are no requests of the console.
    struct NextQuestion
    { };
    struct ExpectationsQuestion
    {
        QString server;
        QByteArray wantedHash;
    };
    struct PutArtifactQuestion
    {
        QByteArray sha256;
        QString path;
    };
    struct LocateArtifactQuestion
    {
        QByteArray sha256;
    };

private:
    template <typename R, typename Unused = void>
    struct ScriptOf
    {
        using Reply = typename R::Reply;
        using Type = Script<R, Reply>;
    };
    template <typename R, typename ReplyType>
    struct Answers
    {
        using Reply = ReplyType;
        using Type = Script<R, ReplyType>;
    };
    template <typename U>
    struct ScriptOf<protocol::AgentHello, U> : Answers<protocol::AgentHello, protocol::AgentWelcome>
    { };
    template <typename U>
    struct ScriptOf<protocol::Heartbeat, U> : Answers<protocol::Heartbeat, protocol::HeartbeatReply>
    { };
    template <typename U>
    struct ScriptOf<NextQuestion, U> : Answers<NextQuestion, std::optional<JobId>>
    { };
    template <typename U>
    struct ScriptOf<protocol::ClaimRequest, U> : Answers<protocol::ClaimRequest, protocol::ClaimedJob>
    { };
    template <typename U>
    struct ScriptOf<protocol::RenewRequest, U> : Answers<protocol::RenewRequest, protocol::RenewReply>
    { };
    template <typename U>
    struct ScriptOf<protocol::ScanReportPart, U> : Answers<protocol::ScanReportPart, void>
    { };
    template <typename U>
    struct ScriptOf<protocol::JobResult, U> : Answers<protocol::JobResult, void>
    { };
    template <typename U>
    struct ScriptOf<protocol::LocalDeed, U> : Answers<protocol::LocalDeed, void>
    { };
    template <typename U>
    struct ScriptOf<ExpectationsQuestion, U> : Answers<ExpectationsQuestion, QByteArray>
    { };
    template <typename U>
    struct ScriptOf<PutArtifactQuestion, U> : Answers<PutArtifactQuestion, void>
    { };
    template <typename U>
    struct ScriptOf<LocateArtifactQuestion, U> : Answers<LocateArtifactQuestion, QString>
    { };

public:
    // fleet.when<protocol::GetFleet>([](const domain::User &by, const protocol::GetFleet &request) {…});
    template <typename Request, typename Answer>
    void when(Answer answer)
    {
        script<Request>().answer = std::move(answer);
    }

    template <typename Request>
    [[nodiscard]] const QList<Request> &asked() const
    {
        return std::get<typename ScriptOf<Request>::Type>(_scripts).asked;
    }
    template <typename Request>
    [[nodiscard]] const QList<domain::User> &askedBy() const
    {
        return std::get<typename ScriptOf<Request>::Type>(_scripts).askedBy;
    }

    // From now on requests of this kind are answered by `promise` alone, when the test completes it.
    template <typename Request>
    [[nodiscard]] std::shared_ptr<QPromise<Result<typename ScriptOf<Request>::Reply>>> hold()
    {
        auto promise = std::make_shared<QPromise<Result<typename ScriptOf<Request>::Reply>>>();
        promise->start();
        script<Request>().held = promise->future();
        script<Request>().hold = true;
        return promise;
    }

    void addUser(const QByteArray &apiKey, const domain::User &user)
    {
        _users.append({Secret(apiKey), user});
    }
    void removeUsers() { _users.clear(); }
    void failAuthentication(const Error &error) { _authenticationError = error; }
    [[nodiscard]] int authentications() const { return _authentications; }

    void ring(const QString &server)
    {
        for (const Watch &watch : std::as_const(_watches)) {
            if (watch.context != nullptr && watch.server == server)
                QMetaObject::invokeMethod(watch.context, watch.wake, Qt::QueuedConnection);
        }
    }
    [[nodiscard]] qsizetype watches() const { return _watches.size(); }

    void publish(const protocol::EventBody &body) { publishAs(_sequence + 1, body); }

    // With a number that no agent of ours would give.
    void publishAs(qint64 sequence, const protocol::EventBody &body)
    {
        _sequence = sequence;
        const protocol::Event event{sequence, body};
        for (const Subscription &subscription : std::as_const(_subscriptions)) {
            if (subscription.context != nullptr)
                QMetaObject::invokeMethod(
                    subscription.context, [receive = subscription.receive, event] { receive(event); },
                    Qt::QueuedConnection);
        }
    }

    QFuture<Result<domain::User>> authenticate(const Secret &apiKey) override
    {
        ++_authentications;
        if (_authenticationError)
            return ready<domain::User>(*_authenticationError);
        for (const auto &[key, user] : std::as_const(_users)) {
            if (key.equals(apiKey))
                return ready<domain::User>(user);
        }
        return ready<domain::User>(Error{ErrorCode::Unauthenticated, QStringLiteral("unknown key")});
    }

    QFuture<Result<protocol::FleetState>> answer(const domain::User &by, const protocol::GetFleet &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::FindingPage>> answer(const domain::User &by,
                                                  const protocol::ListFindings &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::FindingDetail>> answer(const domain::User &by,
                                                    const protocol::GetFinding &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                  const protocol::StartScan &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<domain::Plan>> answer(const domain::User &by, const protocol::PlanFix &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<domain::Plan>> answer(const domain::User &by, const protocol::PlanDeploy &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<domain::Plan>> answer(const domain::User &by, const protocol::PlanRollback &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                  const protocol::ApplyPlan &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::JobPage>> answer(const domain::User &by, const protocol::ListJobs &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::JobDetail>> answer(const domain::User &by, const protocol::GetJob &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::Done>> answer(const domain::User &by, const protocol::CancelJob &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                  const protocol::PowerInstance &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::ImportReply>> answer(const domain::User &by,
                                                  const protocol::ImportExpectations &r) override
    {
        return reply(by, r);
    }

    QFuture<Result<protocol::AcceptFindings::Reply>> answer(const domain::User &by,
                                                            const protocol::AcceptFindings &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::IgnoreFindings::Reply>> answer(const domain::User &by,
                                                            const protocol::IgnoreFindings &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::ListRules::Reply>> answer(const domain::User &by,
                                                       const protocol::ListRules &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::PreviewRule::Reply>> answer(const domain::User &by,
                                                         const protocol::PreviewRule &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::AddRule::Reply>> answer(const domain::User &by,
                                                     const protocol::AddRule &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::RemoveRule::Reply>> answer(const domain::User &by,
                                                        const protocol::RemoveRule &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::ListVersions::Reply>> answer(const domain::User &by,
                                                          const protocol::ListVersions &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::UndoVersion::Reply>> answer(const domain::User &by,
                                                         const protocol::UndoVersion &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::ExportExpectations::Reply>> answer(
        const domain::User &by, const protocol::ExportExpectations &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::ListAliases::Reply>> answer(const domain::User &by,
                                                         const protocol::ListAliases &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::GetSettingCard::Reply>> answer(const domain::User &by,
                                                            const protocol::GetSettingCard &r) override
    {
        return reply(by, r);
    }

    QFuture<Result<protocol::AgentWelcome>> hello(const domain::User &by,
                                                  const protocol::AgentHello &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::HeartbeatReply>> heartbeat(const domain::User &by,
                                                        const protocol::Heartbeat &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<std::optional<JobId>>> next(const domain::User &by) override
    {
        return reply(by, NextQuestion{});
    }
    QFuture<Result<protocol::ClaimedJob>> claim(const domain::User &by,
                                                const protocol::ClaimRequest &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<protocol::RenewReply>> renew(const domain::User &by,
                                                const protocol::RenewRequest &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<void>> report(const domain::User &by, const protocol::ScanReportPart &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<void>> finish(const domain::User &by, const protocol::JobResult &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<void>> record(const domain::User &by, const protocol::LocalDeed &r) override
    {
        return reply(by, r);
    }
    QFuture<Result<QByteArray>> expectations(const QString &server, const QByteArray &wantedHash) override
    {
        return reply({}, ExpectationsQuestion{server, wantedHash});
    }
    QFuture<Result<void>> putArtifact(const domain::User &by, const QByteArray &sha256,
                                      const QString &path) override
    {
        return reply(by, PutArtifactQuestion{sha256, path});
    }
    QFuture<Result<QString>> locateArtifact(const QByteArray &sha256) override
    {
        return reply({}, LocateArtifactQuestion{sha256});
    }

    qint64 subscribe(QObject *context, std::function<void(const protocol::Event &)> receive) override
    {
        _subscriptions.append({context, std::move(receive)});
        return _sequence;
    }
    void watchJobs(QObject *context, const QString &server, std::function<void()> wake) override
    {
        _watches.append({context, server, std::move(wake)});
    }

private:
    template <typename Request>
    [[nodiscard]] typename ScriptOf<Request>::Type &script()
    {
        return std::get<typename ScriptOf<Request>::Type>(_scripts);
    }

    template <typename Reply>
    [[nodiscard]] static QFuture<Result<Reply>> ready(Result<Reply> result)
    {
        QPromise<Result<Reply>> promise;
        promise.start();
        promise.addResult(std::move(result));
        promise.finish();
        return promise.future();
    }

    template <typename Request>
    [[nodiscard]] QFuture<Result<typename ScriptOf<Request>::Reply>> reply(const domain::User &by,
                                                                           const Request &request)
    {
        using Reply = typename ScriptOf<Request>::Reply;
        auto &own = script<Request>();
        own.asked.append(request);
        own.askedBy.append(by);
        if (own.hold)
            return own.held;
        if (own.answer)
            return ready<Reply>(own.answer(by, request));
        return ready<Reply>(Error{ErrorCode::NotFound, QStringLiteral("the test gave no answer")});
    }

    struct Watch
    {
        QPointer<QObject> context;
        QString server;
        std::function<void()> wake;
    };
    struct Subscription
    {
        QPointer<QObject> context;
        std::function<void(const protocol::Event &)> receive;
    };

    std::tuple<ScriptOf<protocol::GetFleet>::Type, ScriptOf<protocol::ListFindings>::Type,
               ScriptOf<protocol::GetFinding>::Type, ScriptOf<protocol::StartScan>::Type,
               ScriptOf<protocol::PlanFix>::Type, ScriptOf<protocol::PlanDeploy>::Type,
               ScriptOf<protocol::PlanRollback>::Type, ScriptOf<protocol::ApplyPlan>::Type,
               ScriptOf<protocol::ListJobs>::Type, ScriptOf<protocol::GetJob>::Type,
               ScriptOf<protocol::CancelJob>::Type, ScriptOf<protocol::PowerInstance>::Type,
               ScriptOf<protocol::ImportExpectations>::Type, ScriptOf<protocol::AcceptFindings>::Type,
               ScriptOf<protocol::IgnoreFindings>::Type, ScriptOf<protocol::ListRules>::Type,
               ScriptOf<protocol::PreviewRule>::Type, ScriptOf<protocol::AddRule>::Type,
               ScriptOf<protocol::RemoveRule>::Type, ScriptOf<protocol::ListVersions>::Type,
               ScriptOf<protocol::UndoVersion>::Type, ScriptOf<protocol::ExportExpectations>::Type,
               ScriptOf<protocol::ListAliases>::Type, ScriptOf<protocol::GetSettingCard>::Type,
               ScriptOf<protocol::AgentHello>::Type, ScriptOf<protocol::Heartbeat>::Type,
               ScriptOf<NextQuestion>::Type, ScriptOf<protocol::ClaimRequest>::Type,
               ScriptOf<protocol::RenewRequest>::Type, ScriptOf<protocol::ScanReportPart>::Type,
               ScriptOf<protocol::JobResult>::Type, ScriptOf<protocol::LocalDeed>::Type,
               ScriptOf<ExpectationsQuestion>::Type, ScriptOf<PutArtifactQuestion>::Type,
               ScriptOf<LocateArtifactQuestion>::Type>
        _scripts;
    QList<std::pair<Secret, domain::User>> _users;
    int _authentications = 0;
    std::optional<Error> _authenticationError;
    QList<Watch> _watches;
    QList<Subscription> _subscriptions;
    qint64 _sequence = 0;
};

} // namespace archivesmp::tests
