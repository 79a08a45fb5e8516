// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/rule.h"

namespace archivesmp::expectations {

// What a rule of an admin's own must say to be taken, wherever it comes from; an Error names the field.
[[nodiscard]] Result<void> checkRule(const domain::Rule &rule);

} // namespace archivesmp::expectations
