// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace archivesmp::app::widgets {

// One line of a side or of a unified view.
struct DiffLine
{
    enum class Kind { Context, Removed, Added, Filler, Note };
    Kind kind = Kind::Context;
    int number = 0; // in its own file; 0 where it has none
    QString text;
    int wordStart = 0; // what differs inside the line, where the line has a counterpart
    int wordLength = 0;

    friend bool operator==(const DiffLine &, const DiffLine &) = default;
};

// A hunk side by side: both lists have the same length. For a fix the left is what is expected (the new
// side), the right what is there.
struct DiffSides
{
    QList<DiffLine> expected;
    QList<DiffLine> actual;
};

// Reads unified hunks ("@@ -12,5 +12,5 @@", " ", "-", "+", "\"); file headers are skipped, anything else is a
// note.
[[nodiscard]] QList<DiffLine> parseUnifiedDiff(const QString &diff);
[[nodiscard]] DiffSides sideBySide(const QList<DiffLine> &unified);

} // namespace archivesmp::app::widgets
