// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/badge.h"

#include "app/theme/tokens.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace archivesmp::app::widgets {

double badgeWidth(const QString &text, const QFont &font)
{
    const QFontMetricsF metrics(font);
    return std::max(metrics.horizontalAdvance(text) + metrics.height(), metrics.height() * 1.5);
}

double paintBadge(QPainter &painter, const QRectF &area, const QString &text, const QFont &font, Tone tone,
                  const theme::Tokens &tokens)
{
    const double height = QFontMetricsF(font).height() + 2;
    const double width = badgeWidth(text, font);
    const QRectF pill(area.right() - width, area.center().y() - height / 2, width, height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tintOf(tone, tokens));
    painter.drawRoundedRect(pill, height / 2, height / 2);
    painter.setPen(inkOf(tone, tokens));
    painter.setFont(font);
    painter.drawText(pill, Qt::AlignCenter, text);
    painter.restore();
    return width;
}

double tagWidth(const QString &text, const QFont &font)
{
    const QFontMetricsF metrics(font);
    return metrics.horizontalAdvance(text) + metrics.height() * 0.8;
}

double paintTag(QPainter &painter, const QRectF &area, const QString &text, const QFont &font,
                const QColor &ink, const QColor &outline)
{
    const QFontMetricsF metrics(font);
    const double width = tagWidth(text, font);
    const double height = metrics.height();
    const QRectF box(area.left(), area.center().y() - height / 2, width, height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(outline, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(ink);
    painter.setFont(font);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
    return width;
}

void paintBar(QPainter &painter, const QRectF &area, double fraction, const QColor &done, const QColor &rest)
{
    const double height = std::max(4.0, area.height() / 4.6);
    const QRectF bar(area.left(), area.center().y() - height / 2, area.width(), height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(rest);
    painter.drawRoundedRect(bar, height / 2, height / 2);
    if (fraction > 0) {
        QRectF filled = bar;
        filled.setWidth(std::max(height, bar.width() * std::min(fraction, 1.0)));
        painter.setBrush(done);
        painter.drawRoundedRect(filled, height / 2, height / 2);
    }
    painter.restore();
}

} // namespace archivesmp::app::widgets
