// SPDX-License-Identifier: GPL-3.0-or-later
// The words for what a rule says.
#pragma once

#include "common/domain/rule.h"

namespace archivesmp::app::expectations {

// "Ignored", "Severity: info", "List as a set", "Unique per server".
[[nodiscard]] QString kindText(const domain::Rule &rule);

// "CoreProtect › config.yml › rollback-items": what it is about, without the instance; "everything" where it
// names nothing.
[[nodiscard]] QString settingText(const domain::RuleScope &scope);

// "ovh/BENT01", "all of ovh", "everywhere".
[[nodiscard]] QString whereText(const domain::RuleScope &scope);

} // namespace archivesmp::app::expectations
