// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/workspace.h"

#include <QHash>

namespace archivesmp::agent::coordinator {

// Whether each server is online, from when its agent was last heard of and from the engines that it says are
// down. Silence is measured by a clock that nobody can set; after a start of the host it begins anew for the
// servers that were seen before. Belongs to the coordinator's thread.
class ServerWatch final
{
public:
    explicit ServerWatch(const Workspace &workspace)
        : _workspace(workspace)
    { }

    // Makes a row for each configured server that has none and starts to count.
    [[nodiscard]] Result<void> start();

    void heard(const QString &server);
    void heard(const QString &server, const QList<protocol::EngineStatus> &engines);
    // An engine of the host itself.
    void setEngine(const protocol::EngineStatus &engine);

    // Writes and tells what has changed since the last look.
    [[nodiscard]] Result<void> look();

    // Tells who was heard of since the last time, changed or not: consoles show how old what they see is. To
    // be called now and then, so that many heartbeats are one event.
    [[nodiscard]] Result<void> tellAges();

    // With state and reason.
    [[nodiscard]] Result<QList<domain::PhysicalServer>> servers(const QString &name = {});
    [[nodiscard]] QList<protocol::EngineStatus> engines(const QString &server = {}) const;
    [[nodiscard]] Result<void> tell(const QStringList &names); // an event with what each server is now

private:
    struct Watched
    {
        std::optional<std::chrono::milliseconds> heardAt; // uptime; nullopt where never
        QList<protocol::EngineStatus> engines;
        std::optional<domain::ServerState> told;
        QString toldReason;
        bool heardSinceTold = false;
    };

    [[nodiscard]] std::pair<domain::ServerState, QString> judge(const Watched &watched) const;

    const Workspace &_workspace;
    QHash<QString, Watched> _watched;
    QList<protocol::EngineStatus> _own;
};

} // namespace archivesmp::agent::coordinator
