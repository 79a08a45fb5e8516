// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace archivesmp::app::cli {

// plan deploy | fix | rollback: prints what would be done, as a diff, and the plan's id.
[[nodiscard]] Command planCommand();
// apply PLAN: does it, after a question on the terminal or with --yes.
[[nodiscard]] Command applyCommand();

} // namespace archivesmp::app::cli
