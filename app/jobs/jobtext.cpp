// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/jobtext.h"

#include "common/core/overloaded.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace archivesmp::app::jobs {

using namespace Qt::StringLiterals;
using namespace archivesmp::domain;
using widgets::Glyph;
using widgets::Mark;
using widgets::Tone;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("JobText", text);
}

QString targetText(const Job &job, const QList<Job> &children)
{
    if (children.size() > 1)
        return tr("%1 instances").arg(children.size());
    if (children.size() == 1)
        return children.first().instance;
    return job.instance.isEmpty() ? job.server : job.instance;
}

int settingsIn(const Job &job, const QList<Job> &children)
{
    int count = 0;
    for (const Job &part : children.isEmpty() ? QList<Job>{job} : children) {
        if (const auto *payload = std::get_if<ConfigUpdatePayload>(&part.payload); payload != nullptr)
            count += static_cast<int>(payload->changes.size());
    }
    return count;
}

QString fixTitle(const Job &job, const QList<Job> &children)
{
    const int settings = settingsIn(job, children);
    const QString target = targetText(job, children);
    if (settings == 0)
        return tr("Fix settings on %1").arg(target);
    return settings == 1 ? tr("Fix 1 setting on %1").arg(target)
                         : tr("Fix %1 settings on %2").arg(settings).arg(target);
}

QString deployTitle(const Job &job, const QList<Job> &children)
{
    const QString plugin
        = job.pluginVersion.isEmpty() ? job.plugin : QString(job.plugin + u' ' + job.pluginVersion);
    const auto *payload = std::get_if<DeployPayload>(&job.payload);
    if (payload != nullptr && payload->remove)
        return tr("Remove %1 from %2").arg(plugin, targetText(job, children));
    return tr("Deploy %1 to %2").arg(plugin, targetText(job, children));
}

QString powerTitle(const Job &job)
{
    const auto *payload = std::get_if<PowerPayload>(&job.payload);
    switch (payload == nullptr ? PowerAction::Restart : payload->action) {
    case PowerAction::Start:
        return tr("Start %1").arg(job.instance);
    case PowerAction::Stop:
        return tr("Stop %1").arg(job.instance);
    case PowerAction::Restart:
        return tr("Restart %1").arg(job.instance);
    }
    Q_UNREACHABLE();
}

// Its result is still the proof of what was done then; the host adds who took it back.
QString takenBackStory(const Job &job, const QList<Job> &children)
{
    if (!children.isEmpty()) {
        const auto undone = std::count_if(children.begin(), children.end(), [](const Job &child) {
            return child.status == JobStatus::RolledBack;
        });
        return tr("on %1 of %2").arg(undone).arg(children.size());
    }
    static const QString mark = u"; undone by "_s;
    const qsizetype at = job.resultMessage.lastIndexOf(mark);
    return at < 0 ? QString() : tr("by %1").arg(job.resultMessage.mid(at + mark.size()));
}

qsizetype finished(const QList<Job> &children)
{
    return std::count_if(children.begin(), children.end(),
                         [](const Job &child) { return isFinal(child.status); });
}

} // namespace

QString jobTitle(const Job &job, const QList<Job> &children)
{
    const QString target = targetText(job, children);
    switch (job.type) {
    case JobType::PluginDeploy:
        return deployTitle(job, children);
    case JobType::ConfigUpdate:
        return fixTitle(job, children);
    case JobType::Rollback:
        return tr("Roll back %1 on %2").arg(job.plugin.isEmpty() ? tr("a job") : job.plugin, target);
    case JobType::DriftScan:
        return tr("Scan %1").arg(job.server == "all"_L1 ? tr("all servers") : target);
    case JobType::Evaluate:
        return tr("Compare %1 again").arg(target);
    case JobType::HealthCheck:
        return tr("Check the health of %1").arg(target);
    case JobType::Backup:
        return tr("Back up %1").arg(target);
    case JobType::Restore:
        return tr("Restore %1").arg(target);
    case JobType::InstancePower:
        return powerTitle(job);
    }
    Q_UNREACHABLE();
}

QString statusText(JobStatus status)
{
    switch (status) {
    case JobStatus::Pending:
        return tr("waiting");
    case JobStatus::AwaitingApproval:
        return tr("awaiting approval");
    case JobStatus::InProgress:
        return tr("running");
    case JobStatus::Retrying:
        return tr("trying again");
    case JobStatus::Completed:
        return tr("completed");
    case JobStatus::Failed:
        return tr("failed");
    case JobStatus::Cancelled:
        return tr("cancelled");
    case JobStatus::RolledBack:
        return tr("rolled back");
    }
    Q_UNREACHABLE();
}

bool wasTakenBack(const Job &job)
{
    return job.status == JobStatus::RolledBack && !job.errorCode;
}

Mark statusMark(const Job &job)
{
    switch (job.status) {
    case JobStatus::Pending:
        return {Glyph::HalfDisc, Tone::Off};
    case JobStatus::AwaitingApproval:
        return {Glyph::Question, Tone::Normal};
    case JobStatus::InProgress:
        return {Glyph::Ring, Tone::Info};
    case JobStatus::Retrying:
        return {Glyph::Ring, Tone::Normal};
    case JobStatus::Completed:
        return {Glyph::Check, Tone::Good};
    case JobStatus::Failed:
        return {Glyph::Cross, Tone::Critical};
    case JobStatus::Cancelled:
        return {Glyph::Dash, Tone::Off};
    case JobStatus::RolledBack:
        return wasTakenBack(job) ? Mark{Glyph::Back, Tone::Off} : Mark{Glyph::Cross, Tone::Critical};
    }
    Q_UNREACHABLE();
}

QString outcomeText(const Job &job)
{
    if (!isFinal(job.status))
        return {};
    const bool writes = job.type == JobType::PluginDeploy || job.type == JobType::ConfigUpdate
        || job.type == JobType::Rollback;
    return job.status == JobStatus::Completed && writes ? tr("verified") : statusText(job.status);
}

QString storyText(const Job &job, const QList<Job> &children)
{
    if (wasTakenBack(job))
        return takenBackStory(job, children);
    if (isFinal(job.status)) {
        // The outcome stands in front of it.
        const QString outcome = outcomeText(job) + u" · "_s;
        return job.resultMessage.startsWith(outcome) ? job.resultMessage.mid(outcome.size())
                                                     : job.resultMessage;
    }
    if (job.cancelRequested)
        return tr("stops at the next safe point");
    if (job.status != JobStatus::InProgress)
        return statusText(job.status);
    for (const Job &child : children) {
        if (child.status == JobStatus::InProgress && !child.progress.step.isEmpty())
            return tr("%1 on %2")
                .arg(child.progress.step, child.instance.isEmpty() ? child.server : child.instance);
    }
    return children.isEmpty() ? job.progress.step
                              : QString(); // a family's own step says no more than its bar
}

double progressOf(const Job &job, const QList<Job> &children)
{
    if (children.size() > 1) {
        double done = 0;
        for (const Job &child : children)
            done += isFinal(child.status) ? 1.0 : std::max(0.0, progressOf(child, {}));
        return done / static_cast<double>(children.size());
    }
    const JobProgress &progress = children.isEmpty() ? job.progress : children.first().progress;
    return progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : -1;
}

QString progressText(const Job &job, const QList<Job> &children)
{
    const QLocale locale;
    if (children.size() > 1)
        return tr("%1 of %2").arg(finished(children)).arg(children.size());
    const JobProgress &progress = children.isEmpty() ? job.progress : children.first().progress;
    if (progress.total <= 0)
        return {};
    const QString counts
        = tr("%1 of %2").arg(locale.toString(progress.done), locale.toString(progress.total));
    return job.type == JobType::DriftScan ? tr("%1 files").arg(counts) : counts;
}

bool canCancel(const Job &job)
{
    return !isFinal(job.status) && !job.cancelRequested;
}

bool canRollBack(const Job &job)
{
    return job.status == JobStatus::Completed
        && (job.type == JobType::PluginDeploy || job.type == JobType::ConfigUpdate);
}

} // namespace archivesmp::app::jobs
