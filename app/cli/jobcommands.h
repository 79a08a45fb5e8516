// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace archivesmp::app::cli {

[[nodiscard]] Command scanCommand();
[[nodiscard]] Command jobsCommand();
[[nodiscard]] Command jobCommand();
[[nodiscard]] Command cancelCommand();
// start, stop and restart.
[[nodiscard]] QList<Command> powerCommands();

} // namespace archivesmp::app::cli
