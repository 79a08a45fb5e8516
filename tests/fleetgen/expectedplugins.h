// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expectations/expectationset.h"
#include "tests/fleetgen/fleetplan.h"

namespace archivesmp::fleetgen {

// A fleet that is as the given expectations want it: on the instances of their matrix (the first `count`; the
// invented ones where there is none), every plugin wherever its platform fits.
[[nodiscard]] FleetPlan planFrom(const expectations::ExpectationSet &set, int count);

} // namespace archivesmp::fleetgen
