// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/jobannouncer.h"
#include "agent/coordinator/jobclaims.h"
#include "agent/coordinator/workspace.h"

#include <QHash>
#include <QObject>

namespace archivesmp::agent::coordinator {

// Announces jobs that wait, again and again until somebody claims them: it looks at what is, not at what it
// remembers to have said. Without an announcer the doorbell of the long poll is all there is to ring. Belongs
// to the coordinator's thread.
class Dispatcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Dispatcher)

public:
    Dispatcher(const Workspace &workspace, JobClaims &claims, QObject *parent = nullptr);

    // Outlives this.
    void announceThrough(JobAnnouncer *announcer) { _announcer = announcer; }

    [[nodiscard]] Result<void> dispatch();
    void forget() { _announced.clear(); } // what was said: the queue has lost it

private:
    [[nodiscard]] Result<void> dispatchFor(const QString &server, const QSet<JobId> &unsent);
    void announce(const domain::Job &job);

    const Workspace &_workspace;
    JobClaims &_claims;
    JobAnnouncer *_announcer = nullptr;
    struct Announcement
    {
        std::chrono::milliseconds at; // uptime
        int attempt = 0;
    };
    QHash<JobId, Announcement> _announced;
};

} // namespace archivesmp::agent::coordinator
