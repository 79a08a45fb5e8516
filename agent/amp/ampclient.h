// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/amp/ampsession.h"
#include "agent/amp/consolehistory.h"
#include "agent/instances/amppanel.h"

#include <memory>
#include <unordered_map>

namespace archivesmp::agent::amp {

// AMP's web API behind the AmpPanel interface: a session with the controller, one with each instance that is
// asked about, and one transport for all of them. Futures complete in the thread that made the client;
// destroying it completes what is open with Cancelled.
class AmpClient final : public QObject, public instances::AmpPanel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AmpClient)

public:
    AmpClient(PanelAccess access, const Clock &clock, QObject *parent = nullptr);
    ~AmpClient() override;

    [[nodiscard]] QFuture<Result<QList<instances::AmpInstance>>> listInstances() override;
    [[nodiscard]] QFuture<Result<instances::AmpStatus>> status(const QString &instanceId) override;
    [[nodiscard]] QFuture<Result<void>> startDaemon(const QString &instanceName) override;
    [[nodiscard]] QFuture<Result<void>> startApplication(const QString &instanceId) override;
    [[nodiscard]] QFuture<Result<void>> stopApplication(const QString &instanceId) override;
    [[nodiscard]] QFuture<Result<void>> restartApplication(const QString &instanceId) override;
    [[nodiscard]] QFuture<Result<void>> killApplication(const QString &instanceId) override;
    [[nodiscard]] QFuture<Result<void>> sendConsole(const QString &instanceId,
                                                    const QString &command) override;

    // The first question for an instance sets the mark and gives nothing: ask once before what is to be
    // watched.
    [[nodiscard]] QFuture<Result<QList<instances::ConsoleLine>>> newConsoleLines(
        const QString &instanceId) override;

private:
    struct Scope
    {
        std::unique_ptr<AmpSession> session;
        ConsoleHistory console;
    };

    // nullptr where the id is none; it becomes part of an address.
    [[nodiscard]] Scope *scopeOf(const QString &instanceId);
    [[nodiscard]] QFuture<Result<void>> act(const QString &instanceId, const QString &method,
                                            const QJsonObject &parameters = {});

    [[nodiscard]] QFuture<Result<void>> startAfresh(const QString &instanceId, const QString &method);

    PanelAccess _access;
    const Clock &_clock;
    std::unique_ptr<AmpTransport> _transport;
    AmpSession _controller;
    std::unordered_map<QString, Scope> _instances; // by id; entries stay where they are
};

} // namespace archivesmp::agent::amp
