// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/documentbuilder.h"
#include "common/config/hocon/hoconcursor.h"

#include <vector>

namespace archivesmp::config {

// A key, with a node for each of its parts, never empty: dots divide it where they are not in quotes, and
// blanks inside belong to it. The cursor is left before what follows.
[[nodiscard]] Result<std::vector<ConfigDocument::Node>> readHoconKey(HoconCursor &cursor,
                                                                     ConfigDocument::Builder &builder);

} // namespace archivesmp::config
