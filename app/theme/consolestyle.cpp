// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/consolestyle.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace archivesmp::app::theme {

namespace {

void drawTickBox(const QStyleOption &option, QPainter &painter)
{
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool on = option.state.testFlag(QStyle::State_On);
    const bool partly = option.state.testFlag(QStyle::State_NoChange);
    const auto group = enabled ? QPalette::Active : QPalette::Disabled;
    const QColor filling = option.palette.color(group, on || partly ? QPalette::Link : QPalette::Base);
    const QColor edge = on || partly ? filling : option.palette.color(group, QPalette::PlaceholderText);
    const QRectF area(option.rect);
    const double side = std::min(area.width(), area.height());
    const QRectF box(area.center().x() - side / 2 + 0.5, area.center().y() - side / 2 + 0.5, side - 1,
                     side - 1);
    const auto at = [&box](double x, double y) {
        return QPointF(box.x() + box.width() * x, box.y() + box.height() * y);
    };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(filling);
    painter.drawRoundedRect(box, side / 5, side / 5);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(option.palette.color(group, QPalette::BrightText), std::max(1.5, side / 8),
                        Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (partly)
        painter.drawLine(at(0.27, 0.5), at(0.73, 0.5));
    else if (on)
        painter.drawPolyline(QPolygonF{at(0.24, 0.52), at(0.43, 0.71), at(0.77, 0.3)});
    painter.restore();
}

} // namespace

ConsoleStyle::ConsoleStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{ }

void ConsoleStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck)
        drawTickBox(*option, *painter);
    else
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace archivesmp::app::theme
