// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/jobfamily.h"

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

struct Count
{
    int of(JobStatus status) const { return counts[static_cast<std::size_t>(status)]; }
    std::array<int, 8> counts{};
    int all = 0;
    int final = 0;
};

Count countOf(const QList<JobRecord> &children)
{
    Count count;
    for (const JobRecord &child : children) {
        ++count.counts[static_cast<std::size_t>(child.job.status)];
        ++count.all;
        count.final += isFinal(child.job.status) ? 1 : 0;
    }
    return count;
}

// Undone by itself because something failed, not by a person's later rollback.
bool undidItself(const Job &job)
{
    return job.status == JobStatus::RolledBack && job.errorCode.has_value();
}

bool endedBadly(const Job &job)
{
    return job.status == JobStatus::Failed || job.status == JobStatus::Cancelled || undidItself(job);
}

JobStatus statusOf(const QList<JobRecord> &children, const Count &count)
{
    if (count.of(JobStatus::AwaitingApproval) > 0)
        return JobStatus::AwaitingApproval;
    if (count.final < count.all)
        return count.of(JobStatus::Pending) == count.all ? JobStatus::Pending : JobStatus::InProgress;
    if (count.of(JobStatus::Failed) > 0)
        return JobStatus::Failed;
    if (count.of(JobStatus::RolledBack) == count.all)
        return JobStatus::RolledBack;
    const bool undone = std::any_of(children.begin(), children.end(),
                                    [](const JobRecord &child) { return undidItself(child.job); });
    if (undone)
        return JobStatus::Failed;
    return count.of(JobStatus::Cancelled) > 0 ? JobStatus::Cancelled : JobStatus::Completed;
}

QString placeOf(const Job &job)
{
    return job.instance.isEmpty() ? job.server : job.server + u'/' + job.instance;
}

QString messageOf(const QList<JobRecord> &children, const Count &count)
{
    QStringList parts{QString::number(count.of(JobStatus::Completed)) + u" of "_s + QString::number(count.all)
                      + u" completed"_s};
    for (const JobStatus status : {JobStatus::Failed, JobStatus::RolledBack, JobStatus::Cancelled}) {
        if (count.of(status) > 0)
            parts.append(QString::number(count.of(status)) + u' ' + nameOf(status).replace(u'_', u' '));
    }
    QString message = parts.join(u", "_s);
    for (const JobRecord &child : children) {
        if (child.job.status == JobStatus::Failed || undidItself(child.job))
            return message + u"; "_s + placeOf(child.job) + u": "_s + child.job.resultMessage;
    }
    return message;
}

Result<void> cancelBehind(const Workspace &workspace, Changes &changes, QList<JobRecord> &children)
{
    const auto bad = std::find_if(children.begin(), children.end(),
                                  [](const JobRecord &child) { return endedBadly(child.job); });
    if (bad == children.end())
        return {};
    const QString reason = u"not started: wave "_s + QString::number(bad->job.wave) + u" ended with "_s
        + placeOf(bad->job) + u' ' + nameOf(bad->job.status);
    for (JobRecord &child : children) {
        const bool waits = child.job.status == JobStatus::Pending || child.job.status == JobStatus::Retrying
            || child.job.status == JobStatus::AwaitingApproval;
        if (!waits || child.job.wave <= bad->job.wave)
            continue;
        child.job.status = JobStatus::Cancelled;
        child.job.completedAt = workspace.clock.now();
        child.job.resultMessage = reason;
        if (const auto saved = saveJob(workspace, changes, child); !saved)
            return saved;
        if (const auto told = addLines(workspace, changes, child.job.id, {reason}); !told)
            return told;
    }
    return {};
}

} // namespace

Job withChildren(Job parent, const QList<JobRecord> &children, const QDateTime &now)
{
    const Count count = countOf(children);
    parent.status = statusOf(children, count);
    parent.progress = {u"waves"_s, count.final, count.all};
    for (const JobRecord &child : children) {
        const QDateTime &started = child.job.startedAt;
        if (started.isValid() && (!parent.startedAt.isValid() || started < parent.startedAt))
            parent.startedAt = started;
    }
    parent.errorCode.reset();
    if (!isFinal(parent.status)) {
        parent.completedAt = {};
        parent.resultMessage.clear();
        return parent;
    }
    if (!parent.completedAt.isValid())
        parent.completedAt = now;
    parent.resultMessage = messageOf(children, count);
    for (const JobRecord &child : children) {
        if (endedBadly(child.job) && child.job.errorCode && !parent.errorCode)
            parent.errorCode = child.job.errorCode;
    }
    return parent;
}

Result<void> settleFamily(const Workspace &workspace, Changes &changes, const JobId &parent)
{
    if (parent.isEmpty())
        return {};
    JobStore &jobs = workspace.stores.jobs();
    auto record = jobs.find(parent);
    if (!record)
        return record.error();
    auto children = jobs.children(parent);
    if (!children)
        return children.error();
    if (!*record)
        return {};
    if (const auto cancelled = cancelBehind(workspace, changes, *children); !cancelled)
        return cancelled;
    for (const JobRecord &child : *children)
        changes.wake(child.job.server); // a wave may have become free
    const Job before = (*record)->job;
    (*record)->job = withChildren(before, *children, workspace.clock.now());
    if ((*record)->job == before)
        return {};
    return saveJob(workspace, changes, **record);
}

Result<void> saveJob(const Workspace &workspace, Changes &changes, JobRecord &record)
{
    if (const auto saved = workspace.stores.jobs().save(record); !saved)
        return saved;
    changes.tell(protocol::JobChanged{record.job});
    return {};
}

Result<void> addLines(const Workspace &workspace, Changes &changes, const JobId &job,
                      const QStringList &lines)
{
    const auto events = workspace.stores.jobs().addEvents(job, workspace.clock.now(), lines);
    if (!events)
        return events.error();
    changes.tell(*events);
    return {};
}

} // namespace archivesmp::agent::coordinator
