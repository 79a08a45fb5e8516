// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace archivesmp::app::cli {

[[nodiscard]] Command expectationsCommand();
[[nodiscard]] Command aliasesCommand();
[[nodiscard]] Command findingCommand();

} // namespace archivesmp::app::cli
