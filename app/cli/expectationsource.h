// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expectations/importer.h"

#include <QString>

namespace archivesmp::app::cli {

// Reads and imports the expectations of a folder.
[[nodiscard]] Result<expectations::ImportOutcome> loadExpectations(const QString &folder);

} // namespace archivesmp::app::cli
