// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::jobs {

struct JobNode;

// One line per job: glyph, title, bar with "3 of 6", where it stands, and Cancel while it runs; at the end
// the outcome, its proof or reason, and the time.
class JobDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobDelegate)

public:
    explicit JobDelegate(const theme::Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

Q_SIGNALS:
    void cancelClicked(const QModelIndex &index);

private:
    [[nodiscard]] QRect cancelRect(const QRect &row) const;
    void paintRunning(QPainter &painter, QRect rect, const JobNode &node) const;
    void paintFinal(QPainter &painter, QRect rect, const JobNode &node) const;
    int text(QPainter &painter, const QRect &rect, const QString &words, const QFont &font, const QColor &ink,
             Qt::Alignment alignment = Qt::AlignLeft) const;

    const theme::Theme &_theme;
};

} // namespace archivesmp::app::jobs
