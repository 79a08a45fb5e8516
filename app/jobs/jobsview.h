// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/protocol/fleetmessages.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::jobs {

class JobList;
class JobModel;

// The Jobs tab: all jobs, and below the story of the one that is selected, line by line as it happens.
class JobsView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobsView)

public:
    JobsView(const theme::Theme &theme, client::Fleet &fleet, JobModel &model, QWidget *parent = nullptr);

    [[nodiscard]] JobList &list() const { return *_list; }
    [[nodiscard]] QPlainTextEdit &log() const { return *_log; }
    void showJob(const JobId &id);

Q_SIGNALS:
    void cancelRequested(const archivesmp::JobId &id);
    void rollBackRequested(const archivesmp::JobId &id);

private:
    QWidget *makeLogPane();
    void askLog();
    void appendEvent(const domain::JobEvent &event);
    [[nodiscard]] bool isOfCurrent(const JobId &id) const;
    void updateButtons();

    const theme::Theme &_theme;
    client::Fleet &_fleet;
    const JobModel &_model;
    JobList *_list;
    QLabel *_title;
    QPushButton *_cancel;
    QPushButton *_rollBack;
    QPlainTextEdit *_log;
    JobId _current;
    QHash<JobId, int> _shownSequence; // the last line shown of each job
    bool _loading = false;
    QList<domain::JobEvent> _waiting;
};

} // namespace archivesmp::app::jobs
