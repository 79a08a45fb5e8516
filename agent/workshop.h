// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/hostapi.h"
#include "agent/jobs/jobfeed.h"
#include "agent/ownserver/ownserver.h"
#include "agent/settings/agentsettings.h"
#include "common/core/clock.h"

#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <vector>

namespace archivesmp::agent {

class Bench;

// Everything of an agent that works on this server's instances: the panel, the link to the host, the feeds,
// the worker and the heartbeats, in a thread of their own. The host's own instances are worked on by the same
// code as everybody else's.
class Workshop final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Workshop)

public:
    // The functions are called in the workshop's thread.
    struct Parts
    {
        const settings::AgentSettings &settings;
        const Clock &clock;
        std::function<std::unique_ptr<jobs::HostApi>()> makeHost;
        std::function<std::vector<std::unique_ptr<jobs::JobFeed>>()>
            makeFeeds; // besides the long poll; may be empty

        // What a client's own door needs; both absent on the host.
        coordinator::EventLog *log = nullptr;
        const coordinator::SecretSealer *sealer = nullptr;
    };

    explicit Workshop(Parts parts, QObject *parent = nullptr);
    ~Workshop() override; // ends the thread

    void start();

    // Takes no new jobs; drained() comes when the running ones have ended.
    void drain();

    // Has `answer` called by the loop that the worker lives in, from any thread.
    void pulse(std::function<void()> answer);
    // Calls it in the workshop's thread, with nullptr where this agent does not answer for itself.
    void use(const ownserver::OwnServer::Use &use);

Q_SIGNALS:
    void drained();
    void hostStateChanged(bool reachable, const QString &reason);
    void feedStateChanged(bool up, const QString &reason); // of the feeds besides the long poll

private:
    Parts _parts;
    QThread _thread;
    QObject *_context;             // lives in the thread and dies with it
    std::unique_ptr<Bench> _bench; // made, used and destroyed in the thread
};

} // namespace archivesmp::agent
