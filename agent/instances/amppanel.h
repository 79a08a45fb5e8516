// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/instance.h"

#include <QFuture>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace archivesmp::agent::instances {

// An entry of AMP's instance list. The controller itself (module ADS) is never among them.
struct AmpInstance
{
    QString id;   // lower-case UUID
    QString name; // short name, which is also the folder's
    QString friendlyName;
    QString module;             // "Minecraft", "GenericModule", …
    bool daemonRunning = false; // the instance's AMP process; without it nothing else is known
    bool suspended = false;
};

// The live state of one instance, from the instance itself and not from AMP's cached list.
struct AmpStatus
{
    domain::InstanceState state = domain::InstanceState::Unknown;
    int ampState = -1; // AMP's own number, for messages
    std::chrono::seconds uptime{0};
    std::optional<int> players;
};

struct ConsoleLine
{
    QDateTime at;   // UTC
    QString source; // "Server thread/INFO"
    QString text;
};

// One physical server's AMP panel, as this agent needs it. Lives in the thread of its user; no call blocks.
// Accepting a start or stop is not completing it: poll status(). Errors: Unauthenticated and PermissionDenied
// name the missing node, Unavailable covers a panel or daemon that is down, NotFound an unknown instance,
// InvalidInput an answer that is not AMP's. Nothing is retried here except one new login after a lost
// session.
class AmpPanel
{
public:
    virtual ~AmpPanel() = default;

    [[nodiscard]] virtual QFuture<Result<QList<AmpInstance>>> listInstances() = 0;
    [[nodiscard]] virtual QFuture<Result<AmpStatus>> status(const QString &instanceId) = 0;

    // The daemon (by short name, as AMP wants it) and the Minecraft process inside it are two things.
    [[nodiscard]] virtual QFuture<Result<void>> startDaemon(const QString &instanceName) = 0;
    [[nodiscard]] virtual QFuture<Result<void>> startApplication(const QString &instanceId) = 0;
    [[nodiscard]] virtual QFuture<Result<void>> stopApplication(const QString &instanceId) = 0;
    [[nodiscard]] virtual QFuture<Result<void>> restartApplication(const QString &instanceId) = 0;
    [[nodiscard]] virtual QFuture<Result<void>> killApplication(const QString &instanceId) = 0;

    // One bare Minecraft command; line breaks are refused.
    [[nodiscard]] virtual QFuture<Result<void>> sendConsole(const QString &instanceId, const QString &command)
        = 0;

    // What was written since this panel object last asked or last started the application, without the
    // scrollback that a new session repeats. Before either there is nothing.
    [[nodiscard]] virtual QFuture<Result<QList<ConsoleLine>>> newConsoleLines(const QString &instanceId) = 0;
};

} // namespace archivesmp::agent::instances
