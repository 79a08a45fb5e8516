// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expectations/importreport.h"
#include "common/expectations/setting.h"

namespace archivesmp::expectations {

// Adds to the report what looks damaged by an earlier export (a text in literal quotes, a lone bracket), and
// notes which settings are secret.
void examine(const QString &plugin, const Setting &setting, ImportReport &report);

} // namespace archivesmp::expectations
