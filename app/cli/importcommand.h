// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace archivesmp::app::cli {

// import --expectations DIR | --universal F --variable F --matrix F: the import report. With --dry-run it
// needs no agent.
[[nodiscard]] Command importCommand();

} // namespace archivesmp::app::cli
