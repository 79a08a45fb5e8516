// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/keypath.h"
#include "common/core/value.h"

#include <optional>

namespace archivesmp::fleetgen {

// The map with the value at the path replaced, added in its place among the others, or removed (nullopt).
// Where something that is no map stands in the way, the rest of the path becomes one key with dots in it.
[[nodiscard]] Value withValueAt(const Value &map, const KeyPath &path, const std::optional<Value> &value);

} // namespace archivesmp::fleetgen
