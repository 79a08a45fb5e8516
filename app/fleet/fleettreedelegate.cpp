// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fleet/fleettreedelegate.h"

#include "app/fleet/fleettreemodel.h"
#include "app/fleet/fleetwords.h"
#include "app/theme/theme.h"
#include "app/widgets/agetext.h"
#include "app/widgets/badge.h"

#include <QPainter>

namespace archivesmp::app::fleet {

using namespace Qt::StringLiterals;
using theme::Theme;
using widgets::Tone;

namespace {

const FleetNode &nodeOf(const QModelIndex &index)
{
    return static_cast<const FleetTreeModel *>(index.model())->node(index);
}

int drawText(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &ink,
             Qt::Alignment alignment = Qt::AlignLeft)
{
    painter.setFont(font);
    painter.setPen(ink);
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
    painter.drawText(rect, static_cast<int>((alignment | Qt::AlignVCenter).toInt()), shown);
    return metrics.horizontalAdvance(shown);
}

QString roleTag(domain::ServerRole role)
{
    return role == domain::ServerRole::Host ? FleetTreeDelegate::tr("HOST") : FleetTreeDelegate::tr("CLIENT");
}

} // namespace

FleetTreeDelegate::FleetTreeDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , _theme(theme)
{ }

QSize FleetTreeDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const bool server = nodeOf(index).kind == FleetNode::Kind::Server;
    return {_theme.spacing(30), _theme.rowHeight(server ? Theme::Row::Server : Theme::Row::Tree)};
}

void FleetTreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const FleetNode &node = nodeOf(index);
    const QRect rect = option.rect.adjusted(0, 0, -_theme.spacing(2), 0);
    switch (node.kind) {
    case FleetNode::Kind::Server:
        paintServer(*painter, rect, node);
        break;
    case FleetNode::Kind::Instance:
        paintInstance(*painter, rect, node);
        break;
    case FleetNode::Kind::Plugin:
        paintPlugin(*painter, rect, node);
        break;
    }
}

// The badge, at the far right; what is left of the row begins before the returned width.
int FleetTreeDelegate::paintRight(QPainter &painter, const QRect &rect, const FleetNode &node) const
{
    if (node.all.total() == 0)
        return 0;
    const double width
        = widgets::paintBadge(painter, rect, QString::number(node.all.total()), _theme.badgeFont(),
                              widgets::urgencyMark(node.all.worst()).tone, _theme.tokens());
    return static_cast<int>(width) + _theme.spacing(2);
}

QRect FleetTreeDelegate::paintGlyphCell(QPainter &painter, const QRect &rect, const widgets::Mark &mark) const
{
    const int side = qRound(_theme.spacing(10) / 4.2);
    const QRectF box(rect.left() + _theme.spacing(1) / 2.0, rect.center().y() - side / 2.0 + 0.5, side, side);
    widgets::paintGlyph(painter, box, mark.glyph, inkOf(mark.tone, _theme.tokens()));
    return rect.adjusted(side + _theme.spacing(2), 0, 0, 0);
}

void FleetTreeDelegate::paintServer(QPainter &painter, QRect rect, const FleetNode &node) const
{
    const theme::Tokens &t = _theme.tokens();
    rect.adjust(_theme.spacing(18) / 4, 0, -paintRight(painter, rect, node), 0); // past band and chevron
    const Tone tone = serverStateTone(node.server, node.live);
    const QString age
        = widgets::ageText(node.live ? node.server.lastSeen : node.asOf, QDateTime::currentDateTimeUtc());
    const bool well = tone == Tone::Good;
    // The host tells of changes only: while a server stays online its last word may be older than it is.
    constexpr qint64 heartbeats = 15;
    const bool silent = well && node.server.lastSeen.secsTo(QDateTime::currentDateTimeUtc()) > heartbeats;
    const QString word = silent ? tr("online")
        : well                  ? age
               : (node.live ? domain::nameOf(node.server.state).replace(u'_', u' ') : tr("away"))
            + (age.isEmpty() ? QString() : u' ' + age);
    const QFont strong = _theme.strongFont();
    const int wordWidth = QFontMetrics(strong).horizontalAdvance(word);
    drawText(painter, QRect(rect.right() - wordWidth, rect.top(), wordWidth + 1, rect.height()), word, strong,
             inkOf(tone, t), Qt::AlignRight);
    const int dot = qRound(_theme.spacing(9) / 4.0);
    widgets::paintGlyph(painter,
                        QRectF(rect.right() - wordWidth - dot - _theme.spacing(1),
                               rect.center().y() - dot / 2.0 + 0.5, dot, dot),
                        well ? widgets::Glyph::Disc : widgets::Glyph::Ring, inkOf(tone, t));
    rect.setRight(rect.right() - wordWidth - dot - _theme.spacing(3));
    rect.setLeft(rect.left() + drawText(painter, rect, node.name, strong, t.text) + _theme.spacing(2));
    QFont tagFont = _theme.badgeFont();
    tagFont.setPixelSize(std::max(6, QFontInfo(tagFont).pixelSize() * 9 / 11));
    const QString tag = roleTag(node.server.role);
    if (rect.width() >= widgets::tagWidth(tag, tagFont))
        widgets::paintTag(painter, rect, tag, tagFont, t.secondary, t.secondary);
}

void FleetTreeDelegate::paintInstance(QPainter &painter, QRect rect, const FleetNode &node) const
{
    const theme::Tokens &t = _theme.tokens();
    const widgets::Mark mark = instanceMark(node.instance);
    const bool running = node.instance.state == domain::InstanceState::Running && node.instance.inAmp
        && node.instance.onDisk;
    rect.setRight(rect.right() - paintRight(painter, rect, node));
    rect = paintGlyphCell(painter, rect, node.live ? mark : widgets::Mark{mark.glyph, Tone::Off});
    if (!running || node.instance.scanPartial) {
        const QString word = running ? tr("partial") : instanceStateText(node.instance);
        const int width = QFontMetrics(_theme.smallFont()).horizontalAdvance(word) + 1;
        if (rect.width() > width * 2) {
            drawText(painter, rect, word, _theme.smallFont(),
                     inkOf(running                      ? Tone::Normal
                               : mark.tone == Tone::Off ? Tone::Secondary
                                                        : mark.tone,
                           t),
                     Qt::AlignRight);
            rect.setRight(rect.right() - width - _theme.spacing(2));
        }
    }
    const bool quiet = !node.live || mark.tone == Tone::Off;
    drawText(painter, rect, node.name, _theme.interfaceFont(), quiet ? t.secondary : t.text);
}

void FleetTreeDelegate::paintPlugin(QPainter &painter, QRect rect, const FleetNode &node) const
{
    const theme::Tokens &t = _theme.tokens();
    widgets::Mark mark{widgets::Glyph::Check, Tone::Good};
    if (node.all.total() > 0)
        mark = widgets::urgencyMark(node.all.worst());
    if (node.missing)
        mark.glyph = widgets::Glyph::HollowDiamond;
    if (!node.live)
        mark.tone = Tone::Off;
    rect.setRight(rect.right() - paintRight(painter, rect, node));
    rect = paintGlyphCell(painter, rect, mark);
    rect.setLeft(
        rect.left()
        + drawText(painter, rect, node.name, _theme.interfaceFont(), node.live ? t.text : t.secondary)
        + qRound(_theme.spacing(6) / 4.0));
    drawText(painter, rect, node.missing ? tr("not installed") : node.version, _theme.smallFont(),
             t.secondary);
}

} // namespace archivesmp::app::fleet
