// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"

#include <QByteArray>
#include <QString>

namespace archivesmp::agent::jobs {

// What the host said about the fleet when this agent last said hello or sent a heartbeat, on a client maybe
// in an earlier run. Lives in the worker's thread, which is the only one that looks at it.
struct FleetFacts
{
    bool known = false; // the host has answered since the start
    QString fleetId;
    Secret fleetKey;
    QByteArray expectationsHash = {}; // of this server, 32 bytes; empty where there are none
};

} // namespace archivesmp::agent::jobs
