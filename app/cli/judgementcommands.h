// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace archivesmp::app::cli {

[[nodiscard]] Command acceptCommand();
[[nodiscard]] Command ignoreCommand();
[[nodiscard]] Command rulesCommand();

} // namespace archivesmp::app::cli
