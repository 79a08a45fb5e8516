// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/fleet/fleetnode.h"
#include "app/widgets/glyph.h"

namespace archivesmp::app::fleet {

[[nodiscard]] QString serverStateText(const domain::PhysicalServer &server, bool live);
[[nodiscard]] widgets::Tone serverStateTone(const domain::PhysicalServer &server, bool live);

[[nodiscard]] QString instanceStateText(const domain::Instance &instance);
// What keeps the last scan from being the whole truth; empty where nothing does.
[[nodiscard]] QString scanStateText(const domain::Instance &instance);
[[nodiscard]] widgets::Mark instanceMark(const domain::Instance &instance);

// "no findings", "3 findings, worst critical".
[[nodiscard]] QString findingsText(const SeverityCounts &counts);

} // namespace archivesmp::app::fleet
