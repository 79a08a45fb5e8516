// SPDX-License-Identifier: GPL-3.0-or-later
// Places where a test can end the process: ARCHIVESMP_FAILPOINT=deploy.after_swap:kill. Only in builds with
// tests; elsewhere failpoint() is nothing.
#pragma once

#include <QLatin1StringView>

#include <array>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;

// One after each step of the transaction, in its order; a test goes through all of them.
inline constexpr std::array failpoints{
    "deploy.after_begin"_L1,       "deploy.after_stage"_L1,     "deploy.after_backup"_L1,
    "deploy.after_intent_stop"_L1, "deploy.after_stop"_L1,      "deploy.after_stopped"_L1,
    "deploy.after_intent_swap"_L1, "deploy.inside_swap"_L1,     "deploy.after_swap"_L1,
    "deploy.after_swapped"_L1,     "deploy.after_start"_L1,     "deploy.after_started"_L1,
    "deploy.after_healthy"_L1,     "deploy.after_committed"_L1, "deploy.after_unhealthy"_L1,
    "deploy.after_undoing"_L1,     "deploy.after_undo_stop"_L1, "deploy.inside_undo"_L1,
    "deploy.after_undo"_L1,        "deploy.after_undone"_L1,    "deploy.after_undo_start"_L1,
    "deploy.after_rolled_back"_L1,
};

#ifdef ARCHIVESMP_FAILPOINTS
void failpoint(QLatin1StringView name);
#else
inline void failpoint(QLatin1StringView) { }
#endif

} // namespace archivesmp::agent::deployments
