// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expectations/expectationdiff.h"
#include "common/protocol/expectationmessages.h"

namespace archivesmp::agent::coordinator {

// A difference in numbers and in a few words; no secret is in them.
[[nodiscard]] protocol::VersionSummary summaryOf(const expectations::ExpectationDifference &difference);

} // namespace archivesmp::agent::coordinator
