// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace archivesmp::app::cli {

// What the agent knows, with state and age.
[[nodiscard]] Command serversCommand();
[[nodiscard]] Command instancesCommand();
[[nodiscard]] Command pluginsCommand();

} // namespace archivesmp::app::cli
