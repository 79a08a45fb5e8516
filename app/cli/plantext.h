// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/plan.h"

namespace archivesmp::app::cli {

// A plan as one diff, with its id in the last line for archivesmpctl apply.
[[nodiscard]] QString planText(const domain::Plan &plan);

} // namespace archivesmp::app::cli
