// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/findingdelegate.h"

#include "app/drift/findingtablemodel.h"
#include "app/drift/findingtext.h"
#include "app/theme/theme.h"
#include "app/widgets/focus.h"
#include "app/widgets/rowglow.h"

#include <QPainter>

namespace archivesmp::app::drift {

using Model = FindingTableModel;

FindingDelegate::FindingDelegate(const theme::Theme &theme, const widgets::RowGlow &glow, QObject *parent)
    : QStyledItemDelegate(parent)
    , _theme(theme)
    , _glow(glow)
{ }

void FindingDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    paintCell(painter, option, index);
    widgets::paintRowFocus(*painter, option, index, _theme);
}

void FindingDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    const theme::Tokens &t = _theme.tokens();
    const domain::Finding &finding = *static_cast<const Model *>(index.model())->finding(index.row());
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->fillRect(option.rect,
                      selected ? t.selection : theme::between(t.surface, t.selection, _glow.strength(index)));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.border);
    if (index.column() == Model::Severity) {
        const widgets::Mark mark = severityMark(finding.severity);
        const double side = _theme.spacing(11) / 4.0;
        const QPointF middle = QRectF(option.rect).center();
        widgets::paintGlyph(*painter, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side),
                            mark.glyph, inkOf(mark.tone, t));
        return;
    }
    const bool fixed = index.column() == Model::Setting || index.column() == Model::Expected
        || index.column() == Model::Actual;
    const QFont font = fixed ? _theme.fixedFont() : _theme.interfaceFont();
    const QRect rect = option.rect.adjusted(_theme.spacing(2), 0, -_theme.spacing(1), -1);
    QColor ink = t.text;
    if (index.column() == Model::Actual)
        ink = inkOf(actualTone(finding), t);
    else if (index.column() == Model::Expected && (isSecret(finding.expected) || isAbsent(finding.expected)))
        ink = t.secondary;
    if (finding.provisional)
        ink = t.secondary;
    painter->setFont(font);
    painter->setPen(ink);
    const auto elide = index.column() == Model::Setting ? Qt::ElideMiddle : Qt::ElideRight;
    painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(index.data().toString(), elide, rect.width()));
}

} // namespace archivesmp::app::drift
