// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace archivesmp::app::cli {

// check ROOT --expectations DIR: compares folders on this disk with what is expected. Needs no agent.
[[nodiscard]] Command checkCommand();

} // namespace archivesmp::app::cli
