// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QStringList>

namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::shell {

// What is in the fleet, how old what is known of it is, and what is not known at all: a few words for each,
// and notes that name what the words only count.
struct FleetSummary
{
    QStringList words; // "20 instances", "3 findings", "2 never scanned"
    QStringList notes; // for a tool tip; escaped
};

[[nodiscard]] FleetSummary summaryOf(const client::Fleet &fleet, const QDateTime &now);

} // namespace archivesmp::app::shell
