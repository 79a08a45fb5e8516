// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/selection.h"

#include <QAbstractItemView>
#include <QFocusEvent>
#include <QWidget>

namespace archivesmp::app::widgets {

namespace {

class KeysComeIn final : public QObject
{
public:
    explicit KeysComeIn(QAbstractItemView &view)
        : QObject(&view)
        , _view(view)
    {
        view.installEventFilter(this);
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        // A press of the mouse says by itself which row is meant.
        if (event->type() == QEvent::FocusIn
            && static_cast<QFocusEvent *>(event)->reason() != Qt::MouseFocusReason)
            selectOne();
        return QObject::eventFilter(watched, event);
    }

private:
    void selectOne()
    {
        QItemSelectionModel *selection = _view.selectionModel();
        if (selection->hasSelection() || _view.model()->rowCount() == 0)
            return;
        const QModelIndex current = _view.currentIndex();
        _view.setCurrentIndex(current.isValid() ? current : _view.model()->index(0, 0));
        if (!selection->hasSelection())
            selection->select(_view.currentIndex(), QItemSelectionModel::ClearAndSelect | rows());
    }

    [[nodiscard]] QItemSelectionModel::SelectionFlags rows() const
    {
        return _view.selectionBehavior() == QAbstractItemView::SelectRows ? QItemSelectionModel::Rows
                                                                          : QItemSelectionModel::NoUpdate;
    }

    QAbstractItemView &_view;
};

} // namespace

void selectWhereKeysComeIn(QAbstractItemView &view)
{
    new KeysComeIn(view);
}

void letCurrentFollowSelection(QAbstractItemView &view)
{
    QItemSelectionModel *selection = view.selectionModel();
    // The frame around the current row goes over all its cells; the view paints only one anew.
    QObject::connect(selection, &QItemSelectionModel::currentRowChanged, view.viewport(),
                     qOverload<>(&QWidget::update));
    QObject::connect(
        selection, &QItemSelectionModel::selectionChanged, &view, [selection](const QItemSelection &added) {
            // One row beside others that stay selected is the one that is meant; more are not.
            const bool isOneRow = added.size() == 1 && added.first().height() == 1;
            if (added.isEmpty() || (!isOneRow && selection->isSelected(selection->currentIndex())))
                return;
            selection->setCurrentIndex(added.indexes().first(), QItemSelectionModel::NoUpdate);
        });
}

} // namespace archivesmp::app::widgets
