// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expectations/hosttableview.h"

class QPlainTextEdit;
class QPushButton;

namespace archivesmp::app::expectations {

class VersionTableModel;

// How what is expected came to be: every version with its author and reason, what it changed, and the way
// back from the newest.
class HistoryView final : public HostTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HistoryView)

public:
    HistoryView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    [[nodiscard]] VersionTableModel &model() const { return *_model; }

Q_SIGNALS:
    void undoRequested(qint64 version, const QString &reason);

private:
    void setUpChanges();
    void askHost() override;
    void askReason();
    void updateCurrent() override;
    [[nodiscard]] widgets::StatePanel::State emptyState() const override;
    [[nodiscard]] qint64 currentVersion() const; // 0 where none is selected

    VersionTableModel *_model;
    QPlainTextEdit *_changes;
    QPushButton *_undo;
};

} // namespace archivesmp::app::expectations
