// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>

class QPainter;

namespace archivesmp::app::theme {
struct Tokens;
}

namespace archivesmp::app::widgets {

// State is shape and colour (and a word beside it): each shape stands for one thing only.
enum class Glyph {
    None,
    Diamond,       // critical
    Triangle,      // normal
    Disc,          // info
    Check,         // as expected, done
    Play,          // running
    Square,        // stopped
    HalfDisc,      // starting, stopping
    Cross,         // failed
    Ring,          // in progress
    Question,      // unknown
    Dash,          // skipped, not installed
    HollowDiamond, // required, missing
    Back           // taken back, as it was before
};

// Drawn as large as the smaller side of `box` allows, in its middle.
void paintGlyph(QPainter &painter, const QRectF &box, Glyph glyph, const QColor &colour);

// Tone of a glyph, a word or a badge.
enum class Tone { Text, Secondary, Critical, Normal, Info, Good, Off, Accent };
[[nodiscard]] QColor inkOf(Tone tone, const theme::Tokens &tokens);
[[nodiscard]] QColor tintOf(Tone tone, const theme::Tokens &tokens);

// How urgent something is, as a shape with its colour: 0 can wait, 1 should be looked at, 2 must be.
struct Mark
{
    Glyph glyph = Glyph::None;
    Tone tone = Tone::Text;
};
[[nodiscard]] Mark urgencyMark(int rank);

} // namespace archivesmp::app::widgets
