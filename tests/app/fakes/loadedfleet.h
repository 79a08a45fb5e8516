// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleet.h"
#include "tests/app/fakes/fakehost.h"

namespace archivesmp::tests {

// The sample fleet, seen through a session with a host.
struct LoadedFleet
{
    LoadedFleet()
    {
        fillWithSample(host);
        fleet.addSession(host.makeSession(QStringLiteral("wss://host")));
    }

    FakeHost host;
    app::client::Fleet fleet;
};

} // namespace archivesmp::tests
