// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QAbstractItemView;

namespace archivesmp::app::shell {

class ActionRegistry;

// Offers what can be done with the current row: by the right button where it is pressed, by the menu key or
// Shift+F10 below the row.
void offerMenu(ActionRegistry &registry, QAbstractItemView &view, const QStringList &ids);

} // namespace archivesmp::app::shell
