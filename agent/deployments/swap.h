// SPDX-License-Identifier: GPL-3.0-or-later
// The moments in which files change. All calls block.
#pragma once

#include "agent/deployments/changebackup.h"

namespace archivesmp::agent::deployments {

// Renames every staged file into place and takes away what goes. A file that is new already is passed over,
// so that a swap can be finished after a crash; one that is neither old nor new is Conflict.
[[nodiscard]] Result<void> swapIn(const instances::InstanceFolder &folder, const QList<FileChange> &changes);

// Puts everything back from the backup, the plugin's own files first, JARs last: once they are old, all is.
// A JAR that is neither old nor new is Conflict, and nothing more is touched.
[[nodiscard]] Result<void> swapBack(const instances::InstanceFolder &folder, const ChangeBackup &backup);

} // namespace archivesmp::agent::deployments
