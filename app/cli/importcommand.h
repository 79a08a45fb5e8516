// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace archivesmp::app::cli {

// import --expectations DIR | --universal F --variable F --matrix F: the import report, and the files handed
// to the host. With --dry-run and no agent named it only reports.
[[nodiscard]] Command importCommand();

} // namespace archivesmp::app::cli
