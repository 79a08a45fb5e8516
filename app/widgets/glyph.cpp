// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/glyph.h"

#include "app/theme/tokens.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace archivesmp::app::widgets {

namespace {

QPolygonF scaledTo(const QRectF &box, std::initializer_list<QPointF> unit)
{
    QPolygonF polygon;
    for (const QPointF &point : unit)
        polygon << QPointF(box.x() + point.x() * box.width(), box.y() + point.y() * box.height());
    return polygon;
}

void stroke(QPainter &painter, const QRectF &box, std::initializer_list<QPointF> unit, const QColor &colour)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, std::max(1.3, box.width() / 8), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(scaledTo(box, unit));
}

void paintRing(QPainter &painter, const QRectF &box, const QColor &colour)
{
    painter.setBrush(Qt::NoBrush);
    QPen pen(colour, std::max(1.3, box.width() / 8), Qt::CustomDashLine, Qt::FlatCap);
    pen.setDashPattern({1.4, 1.2});
    painter.setPen(pen);
    painter.drawEllipse(box.adjusted(1, 1, -1, -1));
}

void paintQuestion(QPainter &painter, const QRectF &box, const QColor &colour)
{
    QPainterPath path(QPointF(box.x() + box.width() * 0.25, box.y() + box.height() * 0.3));
    path.cubicTo(box.x() + box.width() * 0.3, box.y(), box.x() + box.width() * 0.9, box.y(),
                 box.x() + box.width() * 0.72, box.y() + box.height() * 0.4);
    path.lineTo(box.x() + box.width() * 0.5, box.y() + box.height() * 0.65);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, std::max(1.3, box.width() / 8), Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(path);
    painter.drawPoint(QPointF(box.x() + box.width() * 0.5, box.y() + box.height() * 0.92));
}

void paintHalfDisc(QPainter &painter, const QRectF &box, const QColor &colour)
{
    painter.drawPie(box, 90 * 16, 180 * 16);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, 1.2));
    painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6));
}

void paintBack(QPainter &painter, const QRectF &box, const QColor &colour)
{
    stroke(painter, box, {{0.36, 0.08}, {0.1, 0.34}, {0.36, 0.6}}, colour);
    const auto at = [&box](double x, double y) {
        return QPointF(box.x() + box.width() * x, box.y() + box.height() * y);
    };
    QPainterPath path(at(0.1, 0.34));
    path.lineTo(at(0.6, 0.34));
    path.cubicTo(at(1.02, 0.34), at(1.02, 0.9), at(0.6, 0.9));
    path.lineTo(at(0.4, 0.9));
    painter.drawPath(path);
}

} // namespace

void paintGlyph(QPainter &painter, const QRectF &area, Glyph glyph, const QColor &colour)
{
    const double side = std::min(area.width(), area.height());
    const QRectF box(area.center().x() - side / 2, area.center().y() - side / 2, side, side);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (glyph) {
    case Glyph::None:
        break;
    case Glyph::Diamond:
        painter.drawPolygon(scaledTo(box, {{0.5, -0.04}, {1.04, 0.5}, {0.5, 1.04}, {-0.04, 0.5}}));
        break;
    case Glyph::HollowDiamond:
        stroke(painter, box, {{0.5, 0.05}, {0.95, 0.5}, {0.5, 0.95}, {0.05, 0.5}, {0.5, 0.05}}, colour);
        break;
    case Glyph::Triangle:
        painter.drawPolygon(scaledTo(box, {{0.5, 0.04}, {1.04, 0.96}, {-0.04, 0.96}}));
        break;
    case Glyph::Disc:
        painter.drawEllipse(box.adjusted(side * 0.05, side * 0.05, -side * 0.05, -side * 0.05));
        break;
    case Glyph::Check:
        stroke(painter, box, {{0.12, 0.55}, {0.38, 0.8}, {0.88, 0.22}}, colour);
        break;
    case Glyph::Play:
        painter.drawPolygon(scaledTo(box, {{0.1, 0.0}, {0.98, 0.5}, {0.1, 1.0}}));
        break;
    case Glyph::Square:
        painter.drawRect(box.adjusted(side * 0.08, side * 0.08, -side * 0.08, -side * 0.08));
        break;
    case Glyph::HalfDisc:
        paintHalfDisc(painter, box, colour);
        break;
    case Glyph::Cross:
        stroke(painter, box, {{0.18, 0.18}, {0.82, 0.82}}, colour);
        stroke(painter, box, {{0.82, 0.18}, {0.18, 0.82}}, colour);
        break;
    case Glyph::Ring:
        paintRing(painter, box, colour);
        break;
    case Glyph::Question:
        paintQuestion(painter, box, colour);
        break;
    case Glyph::Back:
        paintBack(painter, box, colour);
        break;
    case Glyph::Dash:
        stroke(painter, box, {{0.25, 0.5}, {0.75, 0.5}}, colour);
        break;
    }
    painter.restore();
}

QColor inkOf(Tone tone, const theme::Tokens &tokens)
{
    switch (tone) {
    case Tone::Text:
        return tokens.text;
    case Tone::Secondary:
        return tokens.secondary;
    case Tone::Critical:
        return tokens.critical;
    case Tone::Normal:
        return tokens.normal;
    case Tone::Info:
        return tokens.info;
    case Tone::Good:
        return tokens.good;
    case Tone::Off:
        return tokens.off;
    case Tone::Accent:
        return tokens.accent;
    }
    Q_UNREACHABLE();
}

QColor tintOf(Tone tone, const theme::Tokens &tokens)
{
    switch (tone) {
    case Tone::Critical:
        return tokens.criticalTint;
    case Tone::Normal:
        return tokens.normalTint;
    case Tone::Info:
        return tokens.infoTint;
    default:
        return tokens.window;
    }
}

Mark urgencyMark(int rank)
{
    switch (rank) {
    case 2:
        return {Glyph::Diamond, Tone::Critical};
    case 1:
        return {Glyph::Triangle, Tone::Normal};
    default:
        return {Glyph::Disc, Tone::Info};
    }
}

} // namespace archivesmp::app::widgets
