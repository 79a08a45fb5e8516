// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/statepanel.h"

namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::drift {

// What stands in the place of the findings where there are none: `hidden` of them by the filter, if there is
// one.
[[nodiscard]] widgets::StatePanel::State emptyState(const client::Fleet &fleet, bool filtered,
                                                    qsizetype hidden);

} // namespace archivesmp::app::drift
