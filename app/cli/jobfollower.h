// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/conversation.h"

#include <QSet>

namespace archivesmp::app::cli {

// Watches one job to its end: prints its story as it grows (text only), outlives a lost connection, and ends
// the command with the job's outcome: 0 when it is completed or waits for somebody's approval, 2 when it is
// not. Owned by the conversation.
class JobFollower final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobFollower)

public:
    static void follow(Conversation &talk, const JobId &job);

private:
    JobFollower(Conversation &talk, JobId job);

    void look();
    void take(const protocol::JobDetail &detail);
    void tell(const protocol::JobDetail &detail);

    Conversation &_talk;
    JobId _job;
    QSet<QPair<QString, int>> _told; // job and sequence of what was printed
    QTimer _again;
    bool _looking = false;
    bool _changed = false; // while looking
    bool _ended = false;
};

// The status to end with after this job.
[[nodiscard]] ExitStatus statusAfter(const domain::Job &job);

// A job with its children as a person reads it, and as a script does.
[[nodiscard]] QString jobText(const protocol::JobDetail &detail);
[[nodiscard]] QString jobsText(const QList<domain::Job> &jobs);
[[nodiscard]] QJsonObject jobJson(const protocol::JobDetail &detail);

// What the commands that start a job have in common: waits for it unless --no-wait is set.
void addNoWaitOption(QCommandLineParser &parser);
void endWithJob(Conversation &talk, const protocol::JobAccepted &accepted);

} // namespace archivesmp::app::cli
