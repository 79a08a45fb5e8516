// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QStringList>

namespace archivesmp::ampsim {

// Writes the files beneath a folder into a new ZIP archive, except the paths (relative, with what is beneath
// them) that are named. Symbolic links are left out.
[[nodiscard]] Result<void> packFolder(const QString &folder, const QString &archive,
                                      const QStringList &except);

// Writes the archive's files beneath a folder; an entry that would leave it is refused.
[[nodiscard]] Result<void> unpackArchive(const QString &archive, const QString &folder);

} // namespace archivesmp::ampsim
