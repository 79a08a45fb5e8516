// SPDX-License-Identifier: GPL-3.0-or-later
// One line per message on standard error, in a form that journald and a person can read.
#pragma once

#include <QString>

namespace archivesmp {

enum class LogTime { Shown, Hidden }; // journald adds its own

// Installs the handler for the whole process: "2026-11-23T10:15:00.123Z warning archivesmp.drift message".
// Control characters are escaped, so that no message can pretend to be two. Call it first thing in main().
void installLogging(LogTime time);

// The text without credentials: the user part of URLs, and the query of presigned ones, become "…".
[[nodiscard]] QString withoutCredentials(const QString &text);

} // namespace archivesmp
