// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/ids.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTreeView;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::widgets {
class StatePanel;
}

namespace archivesmp::app::jobs {

class JobModel;

// The jobs with their heading: in the dock at the bottom of the window, and above the log in the Jobs tab.
class JobList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobList)

public:
    JobList(const theme::Theme &theme, JobModel &model, QWidget *parent = nullptr);

    [[nodiscard]] QTreeView &tree() const { return *_tree; }
    [[nodiscard]] JobId current() const; // empty where none is selected
    void setCurrent(const JobId &id);

Q_SIGNALS:
    void currentChanged(const archivesmp::JobId &id);
    void openRequested(const archivesmp::JobId &id);
    void cancelRequested(const archivesmp::JobId &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void setUpTree();
    void updateHeading();

    const theme::Theme &_theme;
    JobModel &_model;
    QLabel *_heading;
    QLabel *_running;
    QTreeView *_tree;
    QStackedWidget *_stack;
    widgets::StatePanel *_state;
};

} // namespace archivesmp::app::jobs
