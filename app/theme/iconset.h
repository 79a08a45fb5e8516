// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/tokens.h"

#include <QIcon>
#include <QStringList>

namespace archivesmp::app::theme {

// One of our own SVG drawings on a 24 grid, drawn in the token colours at whatever size and resolution it is
// asked for. Disabled icons are drawn in `off`, those on the primary button in `onAccent`.
[[nodiscard]] QIcon themedIcon(const QString &name, const Tokens &tokens);
[[nodiscard]] QIcon themedIcon(const QString &name, const QColor &colour, const QColor &disabled);

// The names of all drawings.
[[nodiscard]] QStringList iconNames();

} // namespace archivesmp::app::theme
