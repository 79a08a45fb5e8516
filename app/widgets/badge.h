// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/glyph.h"

#include <QFont>
#include <QString>

namespace archivesmp::app::widgets {

// A fully round tinted badge, "14", at the right edge of `area`. Returns its width.
double paintBadge(QPainter &painter, const QRectF &area, const QString &text, const QFont &font, Tone tone,
                  const theme::Tokens &tokens);
[[nodiscard]] double badgeWidth(const QString &text, const QFont &font);

// A small outlined tag, "HOST", at the left edge of `area`. Returns its width.
double paintTag(QPainter &painter, const QRectF &area, const QString &text, const QFont &font,
                const QColor &ink, const QColor &outline);

[[nodiscard]] double tagWidth(const QString &text, const QFont &font);

// A flat bar in the vertical middle of `area`; `fraction` from 0 to 1.
void paintBar(QPainter &painter, const QRectF &area, double fraction, const QColor &done, const QColor &rest);

} // namespace archivesmp::app::widgets
