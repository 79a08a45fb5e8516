// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QString>

namespace archivesmp::agent::coordinator {

// Why somebody judges: a text that is there and not too long. An Error names the field.
[[nodiscard]] Result<void> checkReason(const QString &reason);

} // namespace archivesmp::agent::coordinator
