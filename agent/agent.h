// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/service/watchdog.h"
#include "agent/settings/agentsettings.h"
#include "common/core/clock.h"
#include "common/core/result.h"

#include <QObject>

#include <functional>
#include <memory>

namespace archivesmp::agent {

class ClientSide;
class HostSide;
class Workshop;

// One agent: composes the rooms by role. Lives in the main thread; each part has the thread that it needs.
// The host is a client that also coordinates.
class Agent final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Agent)

public:
    explicit Agent(settings::AgentSettings settings, QObject *parent = nullptr);
    ~Agent() override;

    // Opens storage and doors, then starts to work. started() or failed() follows.
    void start();

    // Lets the running jobs end, closes the doors; stopped() follows.
    void stop();

    // The loops that do the work now, for a watchdog.
    [[nodiscard]] std::vector<service::WatchedLoop> loops() const;

Q_SIGNALS:
    void started(int controlPort, int webApiPort); // 0 where there is no such door
    void failed(const QString &reason);
    void stopped();

private:
    void startHost();
    void startClient();
    [[nodiscard]] Result<void> prepareHost();
    [[nodiscard]] Result<void> prepareClient();
    void startWork();

    const settings::AgentSettings _settings;
    SystemClock _clock;
    std::unique_ptr<HostSide> _hostSide;     // nullptr on a client
    std::unique_ptr<ClientSide> _clientSide; // nullptr on the host
    std::unique_ptr<Workshop> _workshop;
    bool _stopping = false;
};

} // namespace archivesmp::agent
