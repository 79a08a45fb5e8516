// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/protocol/hostmessages.h"

namespace archivesmp::agent::jobs {

// Cuts the report about one instance into messages that the host takes: in the order of the findings, none
// with more than 2,000 of them or, where a finding is not larger by itself, near the 4 MiB at which a body is
// refused. What is said of the plugins stands in the first part, and so does all else that fits there.
[[nodiscard]] QList<protocol::ScanReportPart> reportParts(const JobId &job, qint64 fence,
                                                          const domain::DriftReport &report);

} // namespace archivesmp::agent::jobs
