// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QWidget>

#include <optional>

class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}
namespace archivesmp::app::widgets {
class StatePanel;
}

namespace archivesmp::app::expectations {

class VersionTableModel;

// How what is expected came to be: every version with its author and reason, what it changed, and the way
// back from the newest. Asks the host whenever it is shown, and again after something was judged.
class HistoryView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HistoryView)

public:
    HistoryView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    [[nodiscard]] VersionTableModel &model() const { return *_model; }
    [[nodiscard]] QTableView &table() const { return *_table; }
    void refresh(); // asks again where it can be seen

Q_SIGNALS:
    void undoRequested(qint64 version, const QString &reason);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void setUpTable();
    QWidget *makeBottom();
    void askReason();
    void updateCurrent();
    void updateState();
    [[nodiscard]] qint64 currentVersion() const; // 0 where none is selected

    const theme::Theme &_theme;
    const client::Fleet &_fleet;
    VersionTableModel *_model;
    QTableView *_table;
    QPlainTextEdit *_changes;
    QPushButton *_undo;
    QStackedWidget *_stack;
    widgets::StatePanel *_state;
    bool _loaded = false;
    std::optional<Error> _error; // why it could not be read the last time
};

} // namespace archivesmp::app::expectations
