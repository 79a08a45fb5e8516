// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace archivesmp::app::cli {

// The findings that the host knows. Exit status 2 where there are any.
[[nodiscard]] Command driftCommand();

} // namespace archivesmp::app::cli
