// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/protocol/events.h"
#include "common/protocol/fleetmessages.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>

namespace archivesmp::app::client {

// A conversation with one agent, as the console needs it: it reconnects by itself, and says when it is there
// and when it is not. Lives in the GUI thread, where the futures end too; a request made while it is away
// ends as Unavailable at once. After each Online everything has to be asked for anew.
class Session : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Session)

public:
    enum class State {
        Connecting, // for the first time, or again
        Online,
        Refused // the key or the certificate is not accepted: it will not try again by itself
    };
    Q_ENUM(State)

    using QObject::QObject;

    [[nodiscard]] virtual QString address() const = 0; // "wss://10.0.0.1:8001", for people
    [[nodiscard]] virtual State state() const = 0;
    [[nodiscard]] virtual bool hasFailed() const = 0;  // not Online, and the last attempt came to an end
    [[nodiscard]] virtual Error lastError() const = 0; // why it is not Online
    [[nodiscard]] virtual protocol::HelloReply hello() const = 0; // of the last time it was Online
    virtual void reconnect() = 0;                                 // now, whatever the backoff says

    // clang-format off
    [[nodiscard]] virtual QFuture<Result<protocol::FleetState>> ask(const protocol::GetFleet &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::FindingPage>> ask(const protocol::ListFindings &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::FindingDetail>> ask(const protocol::GetFinding &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobAccepted>> ask(const protocol::StartScan &) = 0;
    [[nodiscard]] virtual QFuture<Result<domain::Plan>> ask(const protocol::PlanFix &) = 0;
    [[nodiscard]] virtual QFuture<Result<domain::Plan>> ask(const protocol::PlanDeploy &) = 0;
    [[nodiscard]] virtual QFuture<Result<domain::Plan>> ask(const protocol::PlanRollback &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobAccepted>> ask(const protocol::ApplyPlan &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobPage>> ask(const protocol::ListJobs &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobDetail>> ask(const protocol::GetJob &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::Done>> ask(const protocol::CancelJob &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobAccepted>> ask(const protocol::PowerInstance &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::FindingsAccepted>> ask(const protocol::AcceptFindings &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::RulesChanged>> ask(const protocol::IgnoreFindings &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::RulePage>> ask(const protocol::ListRules &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::RulePreview>> ask(const protocol::PreviewRule &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::RulesChanged>> ask(const protocol::AddRule &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::RulesChanged>> ask(const protocol::RemoveRule &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::VersionPage>> ask(const protocol::ListVersions &) = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::VersionUndone>> ask(const protocol::UndoVersion &) = 0;
    // clang-format on

    // Gives the host a file to keep; answers with its SHA-256, 32 bytes. `progress` is called with the bytes
    // that are through and all bytes.
    [[nodiscard]] virtual QFuture<Result<QByteArray>> uploadArtifact(
        const QString &path, std::function<void(qint64 done, qint64 total)> progress)
        = 0;

Q_SIGNALS:
    void stateChanged();
    void eventReceived(const archivesmp::protocol::Event &event);
    void resyncNeeded(); // events were missed: ask for everything again
};

struct Endpoint; // see agentsession.h

// Makes a session that begins to connect at once.
using SessionFactory = std::function<std::unique_ptr<Session>(const Endpoint &)>;

} // namespace archivesmp::app::client
