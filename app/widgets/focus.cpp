// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/focus.h"

#include "app/theme/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>
#include <QStackedWidget>

namespace archivesmp::app::widgets {

namespace {
bool isStop(const QWidget &widget)
{
    return (widget.focusPolicy() & Qt::TabFocus) != 0 && widget.focusProxy() == nullptr;
}
} // namespace

QWidget *firstStop(QWidget &in)
{
    QWidget *at = &in;
    do {
        if ((at == &in || in.isAncestorOf(at)) && isStop(*at) && at->isEnabled() && at->isVisible())
            return at;
        at = at->nextInFocusChain();
    } while (at != &in);
    return nullptr;
}

QWidget *lastStop(QWidget &in)
{
    QWidget *last = &in;
    for (QWidget *at = in.nextInFocusChain(); at != &in; at = at->nextInFocusChain()) {
        if (in.isAncestorOf(at) && isStop(*at))
            last = at;
    }
    return last;
}

void showPage(QStackedWidget &stack, QWidget *page)
{
    const QWidget *before = stack.currentWidget();
    if (before == page)
        return;
    const QWidget *focus = QApplication::focusWidget();
    const bool takesAlong
        = before != nullptr && focus != nullptr && (before == focus || before->isAncestorOf(focus));
    stack.setCurrentWidget(page);
    if (QWidget *stop = takesAlong ? firstStop(*page) : nullptr; stop != nullptr)
        stop->setFocus(Qt::OtherFocusReason);
}

void paintRowFocus(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                   const theme::Theme &theme)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view == nullptr || !view->hasFocus())
        return;
    const QModelIndex current = view->currentIndex();
    if (current.row() != index.row() || current.parent() != index.parent())
        return;
    // One cell after the other draws its part of it.
    const QRect row(0, option.rect.top(), view->viewport()->width() - 1, option.rect.height() - 1);
    painter.save();
    painter.setClipRect(option.rect.adjusted(index.column() == 0 ? -option.rect.left() : 0, 0, 0, 0));
    painter.setPen(theme.tokens().accent);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(row);
    painter.restore();
}

} // namespace archivesmp::app::widgets
