// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/scan/safefolder.h"

#include <zip.h>

namespace archivesmp::scan {

// An open file as libzip reads archives from, by positioned reads alone: through a stream of the C library it
// takes a dozen more calls of the system to learn what a plugin is called. It belongs to the archive that
// zip_open_from_source() makes of it; zip_source_free() closes the file otherwise. nullptr where there is no
// memory.
[[nodiscard]] zip_source_t *zipSourceOf(OpenFile file);

} // namespace archivesmp::scan
