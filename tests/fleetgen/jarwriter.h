// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/instance.h"

#include <QString>

namespace archivesmp::fleetgen {

// Writes a JAR with the platform's descriptor and a little ballast in place of classes: the same bytes for
// the same arguments.
[[nodiscard]] Result<void> writeJar(const QString &path, const QString &plugin, const QString &version,
                                    domain::Platform platform);

} // namespace archivesmp::fleetgen
