// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/jobdelegate.h"

#include "app/jobs/jobmodel.h"
#include "app/jobs/jobtext.h"
#include "app/theme/theme.h"
#include "app/widgets/agetext.h"
#include "app/widgets/badge.h"
#include "app/widgets/focus.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace archivesmp::app::jobs {

using theme::Theme;

namespace {
const JobNode &nodeOf(const QModelIndex &index)
{
    return static_cast<const JobModel *>(index.model())->node(index);
}
} // namespace

JobDelegate::JobDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , _theme(theme)
{ }

QSize JobDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {_theme.spacing(100), _theme.rowHeight(Theme::Row::Tree)};
}

int JobDelegate::text(QPainter &painter, const QRect &rect, const QString &words, const QFont &font,
                      const QColor &ink, Qt::Alignment alignment) const
{
    painter.setFont(font);
    painter.setPen(ink);
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(words, Qt::ElideRight, rect.width());
    painter.drawText(rect, static_cast<int>((alignment | Qt::AlignVCenter).toInt()), shown);
    return metrics.horizontalAdvance(shown);
}

QRect JobDelegate::cancelRect(const QRect &row) const
{
    const QFontMetrics metrics(_theme.smallFont());
    const int width = metrics.horizontalAdvance(tr("Cancel")) + _theme.spacing(4);
    const int height = row.height() - _theme.spacing(1);
    return {row.right() - width - _theme.spacing(2), row.top() + (row.height() - height) / 2, width, height};
}

void JobDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const theme::Tokens &t = _theme.tokens();
    const JobNode &node = nodeOf(index);
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, t.selection);
    QRect rect = option.rect.adjusted(_theme.spacing(1), 0, 0, 0);
    const widgets::Mark mark = statusMark(node.job);
    const double side = _theme.spacing(9) / 4.0;
    widgets::paintGlyph(*painter, QRectF(rect.left(), rect.center().y() - side / 2 + 0.5, side, side),
                        mark.glyph, inkOf(mark.tone, t));
    rect.setLeft(rect.left() + qRound(side) + _theme.spacing(2));
    // One column for all titles, so that bars and outcomes stand below each other.
    const int middle = std::max(rect.left() + _theme.spacing(30),
                                option.widget == nullptr ? rect.left() + rect.width() / 3
                                                         : option.widget->width() * 32 / 100);
    QRect title = rect;
    title.setRight(middle - _theme.spacing(2));
    text(*painter, title, index.data().toString(), _theme.interfaceFont(), t.text);
    rect.setLeft(middle);
    if (isFinal(node.job.status))
        paintFinal(*painter, rect, node);
    else
        paintRunning(*painter, rect, node);
    widgets::paintRowFocus(*painter, option, index, _theme);
}

void JobDelegate::paintRunning(QPainter &painter, QRect rect, const JobNode &node) const
{
    const theme::Tokens &t = _theme.tokens();
    if (canCancel(node.job)) {
        const QRect button = cancelRect(rect);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(t.border);
        painter.setBrush(t.surface);
        painter.drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
        painter.restore();
        text(painter, button, tr("Cancel"), _theme.smallFont(), t.text, Qt::AlignHCenter);
        rect.setRight(button.left() - _theme.spacing(2));
    }
    const QList<domain::Job> children = node.childJobs();
    const double progress = progressOf(node.job, children);
    const int barWidth = std::min(_theme.spacing(48), rect.width() / 3);
    if (progress >= 0) {
        widgets::paintBar(painter, QRectF(rect.left(), rect.top(), barWidth, rect.height()), progress,
                          t.accent, t.border);
        rect.setLeft(rect.left() + barWidth + _theme.spacing(2));
        rect.setLeft(
            rect.left()
            + text(painter, rect, progressText(node.job, children), _theme.interfaceFont(), t.secondary)
            + _theme.spacing(3));
    }
    text(painter, rect, storyText(node.job, children), _theme.interfaceFont(), t.secondary,
         progress >= 0 ? Qt::AlignRight : Qt::AlignLeft);
}

void JobDelegate::paintFinal(QPainter &painter, QRect rect, const JobNode &node) const
{
    const theme::Tokens &t = _theme.tokens();
    rect.setRight(rect.right() - _theme.spacing(2));
    const QString time = widgets::shortTimeText(node.job.completedAt, QDateTime::currentDateTimeUtc());
    const int width = QFontMetrics(_theme.interfaceFont()).horizontalAdvance(time) + 1;
    text(painter, QRect(rect.right() - width, rect.top(), width, rect.height()), time, _theme.interfaceFont(),
         t.secondary, Qt::AlignRight);
    rect.setRight(rect.right() - width - _theme.spacing(2));
    widgets::Tone tone = statusMark(node.job).tone;
    if (tone == widgets::Tone::Off)
        tone = widgets::Tone::Secondary;
    rect.setLeft(rect.left()
                 + text(painter, rect, outcomeText(node.job), _theme.interfaceFont(), inkOf(tone, t))
                 + _theme.spacing(6) / 4);
    text(painter, rect.adjusted(_theme.spacing(1), 0, 0, 0), storyText(node.job, node.childJobs()),
         _theme.interfaceFont(), t.secondary);
}

bool JobDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                              const QModelIndex &index)
{
    if (event->type() == QEvent::MouseButtonRelease && canCancel(nodeOf(index).job)) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton
            && cancelRect(option.rect).contains(mouse->position().toPoint())) {
            Q_EMIT cancelClicked(index);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace archivesmp::app::jobs
