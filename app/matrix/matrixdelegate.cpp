// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/matrix/matrixdelegate.h"

#include "app/matrix/matrixmodel.h"
#include "app/theme/theme.h"
#include "app/widgets/glyph.h"

#include <QPainter>

#include <algorithm>

namespace archivesmp::app::matrix {

using theme::Theme;
using widgets::Glyph;
using widgets::Mark;
using widgets::Tone;

MatrixDelegate::MatrixDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , _theme(theme)
{ }

void MatrixDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const theme::Tokens &t = _theme.tokens();
    const MatrixCell cell = static_cast<const MatrixModel *>(index.model())->cell(index);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    Mark mark{cell.installed ? Glyph::Check : Glyph::None, Tone::Good};
    if (cell.findings > 0) {
        mark = widgets::urgencyMark(cell.worst);
        if (!cell.installed)
            mark.glyph = Glyph::HollowDiamond;
    }
    painter->fillRect(option.rect,
                      selected                ? t.selection
                          : cell.findings > 0 ? tintOf(mark.tone, t)
                                              : t.surface);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.border);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(t.accent);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    const double side = _theme.spacing(10) / 4.0;
    const QRectF rect = QRectF(option.rect).adjusted(0, 0, 0, -1);
    if (mark.glyph == Glyph::None) {
        painter->setPen(t.off);
        painter->drawText(rect, Qt::AlignCenter, QString(QChar(0x00b7)));
        return;
    }
    const QString count = cell.findings > 0 ? QString::number(cell.findings) : QString();
    painter->setFont(_theme.interfaceFont());
    const QFontMetricsF metrics(painter->font());
    const double gap = count.isEmpty() ? 0 : _theme.spacing(1);
    const double width = side + gap + metrics.horizontalAdvance(count);
    const double left = rect.center().x() - width / 2;
    paintGlyph(*painter, QRectF(left, rect.center().y() - side / 2, side, side), mark.glyph,
               inkOf(mark.tone, t));
    painter->setPen(inkOf(mark.tone, t));
    painter->drawText(QRectF(left + side + gap, rect.top(), width, rect.height()),
                      Qt::AlignLeft | Qt::AlignVCenter, count);
}

MatrixHeader::MatrixHeader(const Theme &theme, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , _theme(theme)
{
    setSectionsClickable(true);
    setHighlightSections(false);
}

QSize MatrixHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), _theme.rowHeight(Theme::Row::Table) * 2 - 4};
}

// The part of the server's columns that can be seen.
QRect MatrixHeader::groupOf(int section, const QRect &upper) const
{
    const auto server = [this](int at) {
        return model()->headerData(at, Qt::Horizontal, MatrixModel::ServerRole).toString();
    };
    int first = section;
    int last = section;
    while (first > 0 && server(first - 1) == server(section))
        --first;
    while (last + 1 < count() && server(last + 1) == server(section))
        ++last;
    const int left = std::max(0, sectionViewportPosition(first));
    const int right = std::min(viewport()->width(), sectionViewportPosition(last) + sectionSize(last));
    return {left, upper.top(), right - left, upper.height()};
}

void MatrixHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const theme::Tokens &t = _theme.tokens();
    const auto told
        = [this, section](int role) { return model()->headerData(section, Qt::Horizontal, role); };
    painter->fillRect(rect, t.window);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.border);
    painter->setPen(t.secondary);
    painter->setFont(_theme.badgeFont());
    const QRect upper(rect.left(), rect.top(), rect.width(), rect.height() / 2);
    if (told(MatrixModel::FirstOfServerRole).toBool())
        painter->fillRect(QRect(upper.left(), upper.top(), 2, upper.height()),
                          _theme.bandFor(told(MatrixModel::BandRole).toInt()));
    // Each section draws its part of the server's name, which stands in the middle of the group.
    painter->save();
    painter->setClipRect(upper);
    painter->drawText(groupOf(section, upper), Qt::AlignCenter, told(MatrixModel::ServerRole).toString());
    painter->restore();
    const QRect lower(rect.left() + 2, upper.bottom(), rect.width() - 4, rect.height() - upper.height());
    painter->drawText(
        lower, Qt::AlignCenter,
        painter->fontMetrics().elidedText(told(Qt::DisplayRole).toString(), Qt::ElideRight, lower.width()));
}

} // namespace archivesmp::app::matrix
