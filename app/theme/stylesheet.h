// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace archivesmp::app::theme {

class Theme;

// The flat look on top of Fusion: 1 px borders, no gradients, corners of 6. Buttons are told apart by the
// property "kind": "primary", "quiet", "danger".
[[nodiscard]] QString styleSheetFor(const Theme &theme);

} // namespace archivesmp::app::theme
