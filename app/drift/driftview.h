// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleetmirror.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;
class QTableView;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}
namespace archivesmp::app::widgets {
class RowGlow;
class StatePanel;
} // namespace archivesmp::app::widgets

namespace archivesmp::app::drift {

class FindingDetail;
class FindingTableModel;

// The findings and, below, the one that is selected. Asks the fleet for its detail when the selection
// changes.
class DriftView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DriftView)

public:
    DriftView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    [[nodiscard]] FindingTableModel &model() const { return *_model; }
    [[nodiscard]] QTableView &table() const { return *_table; }
    [[nodiscard]] FindingDetail &detail() const { return *_detail; }
    [[nodiscard]] QList<FindingId> selectedFixable() const;
    [[nodiscard]] QList<client::FindingPtr> selected() const;
    [[nodiscard]] QList<client::FindingPtr> selectedAcceptable() const;
    void setFilterText(const QString &text);
    void setServer(const QString &server);
    void step(int by);
    // Goes to the first finding of "server", "server/instance" or "server/instance/plugin".
    void showFirstOf(const QString &key);

    [[nodiscard]] QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &layout);

Q_SIGNALS:
    void fixRequested(const QList<archivesmp::FindingId> &findings);
    void acceptRequested(const QList<archivesmp::app::client::FindingPtr> &findings);
    void ignoreRequested(const QList<archivesmp::app::client::FindingPtr> &findings);
    void selectionChanged();
    void countsChanged();
    void scanRequested();
    void filterClearRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setUpTable();
    void showCurrent();
    void showRow(int row);
    void askDetail();
    void failDetail(const Error &error);
    void updateState();
    void copySelection() const;

    const theme::Theme &_theme;
    const client::Fleet &_fleet;
    FindingTableModel *_model;
    QTableView *_table;
    widgets::RowGlow *_glow;
    FindingDetail *_detail;
    QSplitter *_split;
    QStackedWidget *_stack;
    widgets::StatePanel *_state;
    FindingId _current;
    FindingId _successor; // of the current one while it goes
    int _currentRow = 0;
    FindingId _asked;
    QString _filterText;
};

} // namespace archivesmp::app::drift
