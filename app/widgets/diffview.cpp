// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/diffview.h"

#include "app/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace archivesmp::app::widgets {

using namespace Qt::StringLiterals;

DiffView::DiffView(const theme::Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , _theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    connect(&theme, &theme::Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void DiffView::setLines(QList<DiffLine> lines)
{
    _lines = std::move(lines);
    setAccessibleDescription(plainText());
    updateScrollBars();
    viewport()->update();
}

QString DiffView::plainText() const
{
    QString text;
    for (const DiffLine &line : _lines) {
        if (line.kind == DiffLine::Kind::Filler)
            continue;
        const QChar sign = line.kind == DiffLine::Kind::Removed ? u'-'
            : line.kind == DiffLine::Kind::Added                ? u'+'
                                                                : u' ';
        text += sign + line.text + u'\n';
    }
    return text;
}

QSize DiffView::sizeHint() const
{
    const QFontMetrics metrics(_theme.fixedFont());
    return {metrics.averageCharWidth() * 50,
            lineHeight() * std::clamp(static_cast<int>(_lines.size()), 3, 12)};
}

int DiffView::lineHeight() const
{
    return _theme.rowHeight(theme::Theme::Row::Diff);
}

void DiffView::updateScrollBars()
{
    const QFontMetrics metrics(_theme.fixedFont());
    int width = 0;
    for (const DiffLine &line : _lines)
        width = std::max(width, metrics.horizontalAdvance(line.text));
    width += metrics.horizontalAdvance(u"00000"_s) + _theme.spacing(6);
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    const int height = static_cast<int>(_lines.size()) * lineHeight();
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(lineHeight());
}

void DiffView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void DiffView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        QApplication::clipboard()->setText(plainText());
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void DiffView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), _theme.tokens().surface);
    painter.setFont(_theme.fixedFont());
    const int height = lineHeight();
    const int top = verticalScrollBar()->value();
    for (int i = top / height; i < _lines.size() && i * height - top < viewport()->height(); ++i)
        paintLine(painter, QRect(0, i * height - top, viewport()->width(), height), _lines.at(i));
    if (hasFocus()) {
        painter.setPen(_theme.tokens().accent);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void DiffView::paintLine(QPainter &painter, const QRect &row, const DiffLine &line) const
{
    const theme::Tokens &t = _theme.tokens();
    const bool added = line.kind == DiffLine::Kind::Added;
    const bool removed = line.kind == DiffLine::Kind::Removed;
    if (added || removed)
        painter.fillRect(row, added ? t.expectedLine : t.actualLine);
    else if (line.kind == DiffLine::Kind::Filler)
        painter.fillRect(row, t.alternate);
    const QFontMetrics metrics(painter.font());
    const int gutter = metrics.horizontalAdvance(u"0000"_s);
    painter.setPen(t.secondary);
    if (line.number > 0)
        painter.drawText(QRect(row.left(), row.top(), gutter, row.height()),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(line.number));
    const int left = row.left() + gutter + _theme.spacing(2) - horizontalScrollBar()->value();
    painter.setClipRect(row.adjusted(gutter + 2, 0, 0, 0));
    if ((added || removed) && line.wordLength > 0) {
        const int start = metrics.horizontalAdvance(line.text.first(line.wordStart));
        const int width = metrics.horizontalAdvance(line.text.mid(line.wordStart, line.wordLength));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(added ? t.expectedWord : t.actualWord);
        painter.drawRoundedRect(QRect(left + start - 1, row.top() + 2, width + 2, row.height() - 4), 3, 3);
    }
    const bool quiet = line.kind == DiffLine::Kind::Note || line.text.trimmed().startsWith(u'#');
    painter.setPen(quiet ? t.secondary : t.text);
    painter.drawText(QRect(left, row.top(), metrics.horizontalAdvance(line.text) + gutter, row.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, line.text);
    painter.setClipping(false);
}

} // namespace archivesmp::app::widgets
