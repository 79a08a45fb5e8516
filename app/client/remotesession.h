// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/agentsession.h"
#include "app/client/session.h"

namespace archivesmp::app::client {

// The Session of a real agent.
class RemoteSession final : public Session
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RemoteSession)

public:
    RemoteSession(const QString &program, const Endpoint &endpoint, QObject *parent = nullptr);

    [[nodiscard]] QString address() const override { return _endpoint.url.toString(); }
    [[nodiscard]] State state() const override;
    [[nodiscard]] bool hasFailed() const override;
    [[nodiscard]] Error lastError() const override;
    [[nodiscard]] protocol::HelloReply hello() const override { return _hello; }
    void reconnect() override { _session.open(_endpoint); }

    // clang-format off
    [[nodiscard]] QFuture<Result<protocol::FleetState>> ask(const protocol::GetFleet &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::FindingPage>> ask(const protocol::ListFindings &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::FindingDetail>> ask(const protocol::GetFinding &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::JobAccepted>> ask(const protocol::StartScan &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<domain::Plan>> ask(const protocol::PlanFix &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<domain::Plan>> ask(const protocol::PlanDeploy &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<domain::Plan>> ask(const protocol::PlanRollback &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::JobAccepted>> ask(const protocol::ApplyPlan &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::JobPage>> ask(const protocol::ListJobs &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::JobDetail>> ask(const protocol::GetJob &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::Done>> ask(const protocol::CancelJob &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::JobAccepted>> ask(const protocol::PowerInstance &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::FindingsAccepted>> ask(const protocol::AcceptFindings &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::RulesChanged>> ask(const protocol::IgnoreFindings &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::RulePage>> ask(const protocol::ListRules &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::RulePreview>> ask(const protocol::PreviewRule &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::RulesChanged>> ask(const protocol::AddRule &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::RulesChanged>> ask(const protocol::RemoveRule &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::VersionPage>> ask(const protocol::ListVersions &r) override { return _session.request(r); }
    [[nodiscard]] QFuture<Result<protocol::VersionUndone>> ask(const protocol::UndoVersion &r) override { return _session.request(r); }
    // clang-format on

    [[nodiscard]] QFuture<Result<QByteArray>> uploadArtifact(
        const QString &path, std::function<void(qint64 done, qint64 total)> progress) override;

private:
    Endpoint _endpoint;
    protocol::HelloReply _hello;
    AgentSession _session;
};

} // namespace archivesmp::app::client
