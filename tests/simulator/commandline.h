// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "tests/simulator/options.h"

#include <QStringList>

namespace archivesmp::ampsim {

// The arguments without the program's name. --help and --version are left to the caller.
[[nodiscard]] Result<Options> parseCommandLine(const QStringList &arguments);

[[nodiscard]] QString usage();

} // namespace archivesmp::ampsim
