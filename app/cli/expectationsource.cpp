// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/expectationsource.h"

namespace archivesmp::app::cli {

Result<expectations::ImportOutcome> loadExpectations(const QString &folder)
{
    const auto sources = expectations::readImportFolder(folder);
    if (!sources)
        return sources.error();
    return expectations::importExpectations(*sources);
}

} // namespace archivesmp::app::cli
