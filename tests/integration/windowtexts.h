// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

class QWidget;

namespace archivesmp::tests {

// Every text that a window or dialog shows, would show, or tells a screen reader: of its widgets and of those
// below it, hidden ones too, of every row of its models in every role, and of its accessibility tree. What is
// typed as a password is as it is shown.
[[nodiscard]] QSet<QString> textsOf(QWidget &window);

} // namespace archivesmp::tests
