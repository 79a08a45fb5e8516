// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/agentsession.h"

namespace archivesmp::app::connections {

// The agent that the command line names, for this run only: nothing of it is saved. The key is read from a
// file, because arguments can be seen by everybody on the machine.
[[nodiscard]] Result<client::Endpoint> givenEndpoint(const QString &url, const QString &keyFile,
                                                     const QString &pin);

} // namespace archivesmp::app::connections
