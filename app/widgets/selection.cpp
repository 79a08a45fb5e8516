// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/selection.h"

#include <QAbstractItemView>

namespace archivesmp::app::widgets {

void letCurrentFollowSelection(QAbstractItemView &view)
{
    QItemSelectionModel *selection = view.selectionModel();
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
