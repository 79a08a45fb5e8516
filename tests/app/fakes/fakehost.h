// SPDX-License-Identifier: GPL-3.0-or-later
// An agent that lives in the test: what it is asked and what it tells travels through the real codec.
#pragma once

#include "app/client/session.h"
#include "common/protocol/codec.h"

#include <QPointer>

namespace archivesmp::tests {

class FakeSession;

// The state of a small fleet and what becomes of it: plans, jobs that the test lets go on, events. Used in
// the test's own thread.
class FakeHost final
{
public:
    explicit FakeHost(const QString &server = QStringLiteral("hetzner"),
                      domain::ServerRole role = domain::ServerRole::Host);

    [[nodiscard]] std::unique_ptr<app::client::Session> makeSession(const QString &address);

    // Takes every session down or up again.
    void setOnline(bool online);
    void refuse(const Error &error);

    void send(const protocol::EventBody &body); // to all sessions, with the next sequence number
    void skipSequence() { ++fleet.sequence; }

    // Lets the job that runs go one step on.
    void startJob(const JobId &job, const QString &step, qint64 done, qint64 total);
    void finishJob(const JobId &job, domain::JobStatus status, const QString &message);
    void resolve(FindingId finding);

    [[nodiscard]] domain::Finding *find(const FindingId &id);
    [[nodiscard]] domain::Job *job(const JobId &id);

    protocol::HelloReply hello;
    protocol::FleetState fleet;
    QList<domain::Finding> findings;
    QList<domain::Job> jobs;
    QList<domain::JobEvent> events;
    QList<protocol::Request> asked;
    QHash<PlanId, domain::Plan> plans;
    QHash<FindingId, QList<protocol::LayerValue>> layers;
    QHash<FindingId, protocol::ValueStory> stories;
    QList<protocol::RuleState> rules;
    QList<protocol::VersionEntry> versions; // newest first
    std::optional<Error> nextError;         // answers the next request
    int findingsPerPage = 1000;
    QString uploaded;
    std::function<void(const protocol::Request &)> onAsked; // before the answer

private:
    friend class FakeSession;

    protocol::FleetState answer(const protocol::GetFleet &request);
    protocol::FindingPage answer(const protocol::ListFindings &request);
    Result<protocol::FindingDetail> answer(const protocol::GetFinding &request);
    protocol::JobAccepted answer(const protocol::StartScan &request);
    Result<domain::Plan> answer(const protocol::PlanFix &request);
    Result<domain::Plan> answer(const protocol::PlanDeploy &request);
    Result<domain::Plan> answer(const protocol::PlanRollback &request);
    Result<protocol::JobAccepted> answer(const protocol::ApplyPlan &request);
    protocol::JobPage answer(const protocol::ListJobs &request);
    Result<protocol::JobDetail> answer(const protocol::GetJob &request);
    Result<protocol::Done> answer(const protocol::CancelJob &request);
    protocol::JobAccepted answer(const protocol::PowerInstance &request);
    Result<protocol::FindingsAccepted> answer(const protocol::AcceptFindings &request);
    Result<protocol::RulesChanged> answer(const protocol::IgnoreFindings &request);
    protocol::RulePage answer(const protocol::ListRules &request);
    protocol::RulePreview answer(const protocol::PreviewRule &request);
    protocol::RulesChanged answer(const protocol::AddRule &request);
    Result<protocol::RulesChanged> answer(const protocol::RemoveRule &request);
    protocol::VersionPage answer(const protocol::ListVersions &request);
    Result<protocol::VersionUndone> answer(const protocol::UndoVersion &request);
    void addVersion(const QString &reason, const protocol::VersionSummary &summary, qint64 undoes);
    void hide(const domain::Finding &finding, const RuleId &rule);
    domain::Plan keep(domain::Plan plan);
    JobId addJob(domain::Job job);

    QList<QPointer<FakeSession>> _sessions;
    app::client::Session::State _state = app::client::Session::State::Online;
    Error _error;
    int _jobsMade = 0;
    int _rulesMade = 0;
    QHash<qint64, QList<domain::Finding>> _accepted; // by version: what it made go
    QHash<RuleId, QList<domain::Finding>> _hidden;
};

// The fleet of the pictures: two servers, their instances, 14 findings, four jobs.
void fillWithSample(FakeHost &host);
[[nodiscard]] domain::Finding makeFinding(const domain::InstanceRef &instance, const QString &plugin,
                                          const QString &key, const QByteArray &expected,
                                          const QByteArray &actual);

} // namespace archivesmp::tests
