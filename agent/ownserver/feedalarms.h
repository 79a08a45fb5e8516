// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/hostapi.h"
#include "agent/ownserver/deeddelivery.h"
#include "agent/ownserver/deedspool.h"
#include "common/core/clock.h"

namespace archivesmp::agent::ownserver {

// Tells the host what an agent's feed brings that nobody may have put there: entries that are no job
// messages, and entries of another fleet. They wait on the disk until the host has recorded them. Who floods
// the feed does not flood the records: beyond `atOnce` in an hour they stand in the log only. Lives in the
// worker's thread; host and clock outlive it.
class FeedAlarms final
{
public:
    static constexpr int atOnce = 20;

    FeedAlarms(jobs::HostApi &host, const Clock &clock, QString server, const QString &folder,
               Backoff::Limits retry);

    // `entry` names it within its feed: the same one is recorded once, however often it is seen.
    void entryRefused(const QString &entry, const QString &excerpt, const QString &reason);
    void foreignEntryFound(const QString &fleetId);

    void hostWelcomed() { _delivery.start(); }

private:
    void raise(const QString &action, const QString &entry, const QString &detail);
    [[nodiscard]] bool isTooMany();

    const Clock &_clock;
    QString _server;
    DeedSpool _spool;
    DeedDelivery _delivery;
    std::chrono::milliseconds _hour{}; // when the present one began
    int _raised = 0;                   // in it
};

} // namespace archivesmp::agent::ownserver
