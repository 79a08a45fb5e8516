// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/protocol/fleetmessages.h"

namespace archivesmp::agent::ownserver {

// The page of `all` that is asked for, in the order of FindingPage; the sequence is left at 0.
// `query.instance` is resolved already: a name or empty. InvalidArgument for a limit that no page has.
[[nodiscard]] Result<protocol::FindingPage> pageOf(QList<domain::Finding> all,
                                                   const protocol::ListFindings &query);

} // namespace archivesmp::agent::ownserver
