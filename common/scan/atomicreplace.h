// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/scan/safefolder.h"

#include <QByteArray>

namespace archivesmp::scan {

// Puts `after` in the place of a file in one step: whoever reads it sees the old or the new bytes, whole, and
// both survive a loss of power as one or the other. Owner and mode stay. Conflict where the file does not
// hold `before` any more; InvalidInput where it is no regular file of its own (a link, or one with a second
// name).
[[nodiscard]] Result<void> replaceFile(const SafeFolder &game, const QByteArray &path,
                                       const QByteArray &before, const QByteArray &after);

} // namespace archivesmp::scan
