// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/format.h"
#include "common/core/value.h"
#include "tests/fleetgen/dice.h"

#include <QByteArray>

namespace archivesmp::fleetgen {

// The map as a configuration file, in one of the many ways in which people and plugins write the same: with
// or without comments and blank lines, quotes of either kind, flow and block lists, LF or CRLF.
[[nodiscard]] QByteArray writeDocument(const Value &map, config::Format format, Dice &dice);

} // namespace archivesmp::fleetgen
