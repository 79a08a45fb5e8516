// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QPersistentModelIndex>
#include <QTimer>

class QAbstractItemView;

namespace archivesmp::app::widgets {

// Which rows of a view changed a moment ago: each glows once for a second. The view's delegate asks for the
// strength. Nothing glows before arm(), so that loading is no firework.
class RowGlow final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RowGlow)

public:
    explicit RowGlow(QAbstractItemView &view);

    void arm(); // as soon as what goes on at this moment is over
    void start(const QModelIndex &row);
    [[nodiscard]] double strength(const QModelIndex &index) const; // 1 at first, 0 at the end; of its row

private:
    struct Glowing
    {
        QPersistentModelIndex row; // in column 0
        QElapsedTimer since;
    };

    void showFrame();

    QAbstractItemView &_view;
    QTimer _frames;
    QList<Glowing> _rows;
    bool _armed = false;
};

} // namespace archivesmp::app::widgets
