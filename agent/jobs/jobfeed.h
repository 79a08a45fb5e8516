// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/ids.h"

#include <QObject>
#include <QString>

namespace archivesmp::agent::jobs {

// Brings hints that a job waits for this server. A hint may come twice, late, or be wrong: the claim decides.
// Lives in the worker's thread.
class JobFeed : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobFeed)

public:
    using QObject::QObject;
    ~JobFeed() override = default;

    // Said when the host has answered for the first time: hints for another fleet are none for this one.
    virtual void setFleet(const QString &fleetId) { Q_UNUSED(fleetId); }

    virtual void start() = 0;
    virtual void stop() = 0;

    // The claim was answered for good (taken, done, gone): the feed may forget the hint. Without this call
    // the hint is repeated later.
    virtual void settle(const JobId &job) = 0;

Q_SIGNALS:
    // `payloadSha256` is what the hint says of the job's payload; empty where it says nothing. The host
    // refuses the claim where it is another one.
    void jobOffered(const archivesmp::JobId &job, const QByteArray &payloadSha256 = {});
    void stateChanged(bool up, const QString &reason);

    // A dead letter: it was no job message that this agent reads, and will not come again. `entry` names it
    // within the feed; at most 200 characters of it, escaped.
    void entryRefused(const QString &excerpt, const QString &reason, const QString &entry);
    // Somebody feeds two fleets from one place.
    void foreignEntryFound(const QString &fleetId);
};

} // namespace archivesmp::agent::jobs
