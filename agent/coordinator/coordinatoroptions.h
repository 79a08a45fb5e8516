// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/physicalserver.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>

namespace archivesmp::agent::coordinator {

// What the host's configuration says to the coordinator.
struct CoordinatorOptions
{
    QList<domain::PhysicalServer> servers;               // the fleet; state and times are not read
    QStringList proofInstances{QStringLiteral("DEV01")}; // the first wave of a deploy that includes one

    std::chrono::milliseconds heartbeat = std::chrono::seconds(5);
    std::chrono::milliseconds degraded = std::chrono::seconds(15);
    std::chrono::milliseconds offline = std::chrono::seconds(30);
    std::chrono::milliseconds lease = std::chrono::seconds(60);
    std::chrono::milliseconds reconcile = std::chrono::seconds(5);
    std::chrono::milliseconds retryBase = std::chrono::seconds(5);
    std::chrono::milliseconds retryCap = std::chrono::seconds(300);
    std::chrono::milliseconds planAge = std::chrono::hours(1); // how long a plan can be applied
    std::chrono::milliseconds scanEvery{0};                    // of the whole fleet; 0: never by itself
    int maxAttempts = 5;
    int maxCrashes = 3; // of an agent on one job, then it has failed

    QString server;        // the host's own physical server, for the engines below
    QString deliveryKind;  // "long poll", "Redis"
    QString artifactsKind; // "folder", "S3"
};

} // namespace archivesmp::agent::coordinator
