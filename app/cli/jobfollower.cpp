// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jobfollower.h"

#include "app/cli/table.h"

#include "common/core/textescape.h"
#include "common/protocol/domainjson.h"

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

// Events say when to look; this is for the one that was lost.
constexpr std::chrono::seconds lookEvery{2};

bool concerns(const protocol::EventBody &body, const JobId &job)
{
    if (const auto *changed = std::get_if<protocol::JobChanged>(&body))
        return changed->job.id == job || changed->job.parent == job;
    return std::holds_alternative<protocol::JobEventAdded>(body);
}

QString targetOf(const domain::Job &job)
{
    return job.instance.isEmpty() ? job.server : QString(job.server + u'/' + job.instance);
}

QString progressOf(const domain::Job &job)
{
    if (!job.resultMessage.isEmpty())
        return job.resultMessage;
    if (job.progress.total > 0)
        return u"%1 %2/%3"_s.arg(job.progress.step).arg(job.progress.done).arg(job.progress.total);
    return job.progress.step;
}

} // namespace

void JobFollower::follow(Conversation &talk, const JobId &job)
{
    auto *const follower = new JobFollower(talk, job);
    follower->look();
}

JobFollower::JobFollower(Conversation &talk, JobId job)
    : QObject(&talk)
    , _talk(talk)
    , _job(std::move(job))
{
    _talk.outliveLosses([this] {
        _looking = false;
        look();
    });
    connect(&_talk.session(), &client::AgentSession::eventReceived, this,
            [this](const protocol::Event &event) {
                if (concerns(event.body, _job))
                    look();
            });
    connect(&_talk.session(), &client::AgentSession::resyncNeeded, this, &JobFollower::look);
    connect(&_again, &QTimer::timeout, this, [this] {
        _looking = false;
        look();
    });
    _again.start(lookEvery);
}

void JobFollower::look()
{
    _changed = true;
    if (std::exchange(_looking, true))
        return;
    _changed = false;
    _talk.ask(protocol::GetJob{_job}, [this](const protocol::JobDetail &detail) { take(detail); });
}

void JobFollower::take(const protocol::JobDetail &detail)
{
    if (_ended) // two looks were under way
        return;
    _looking = false;
    if (_talk.output() == Output::Text)
        tell(detail);
    const bool waits = detail.job.status == domain::JobStatus::AwaitingApproval;
    if (!isFinal(detail.job.status) && !waits) {
        if (_changed)
            look();
        return;
    }
    _ended = true;
    _again.stop();
    if (_talk.output() == Output::Json)
        printJson(jobJson(detail));
    else
        _talk.print(jobText(detail));
    _talk.finish(statusAfter(detail.job));
}

void JobFollower::tell(const protocol::JobDetail &detail)
{
    QHash<JobId, QString> targets{{detail.job.id, targetOf(detail.job)}};
    for (const domain::Job &child : detail.children)
        targets.insert(child.id, targetOf(child));
    for (const domain::JobEvent &event : detail.events) {
        const QPair<QString, int> told(event.job.toString(), event.sequence);
        if (_told.contains(told))
            continue;
        _told.insert(told);
        _talk.print(event.at.toUTC().toString(u"HH:mm:ss "_s) + targets.value(event.job) + u": "_s
                    + escapedForDisplay(QStringView(event.text)) + u'\n');
    }
}

ExitStatus statusAfter(const domain::Job &job)
{
    const bool lost = job.status == domain::JobStatus::Failed || job.status == domain::JobStatus::Cancelled
        || (job.status == domain::JobStatus::RolledBack && job.errorCode.has_value());
    return lost ? ExitStatus::Found : ExitStatus::Well;
}

QString jobText(const protocol::JobDetail &detail)
{
    const QList<domain::Job> jobs = QList<domain::Job>{detail.job} + detail.children;
    const QString reason = detail.job.reason.isEmpty()
        ? QString()
        : QString(u"ordered by "_s + detail.job.createdBy + u": "_s + detail.job.reason);
    return jobsText(jobs) + (reason.isEmpty() ? reason : escapedForDisplay(QStringView(reason)) + u'\n');
}

QString jobsText(const QList<domain::Job> &jobs)
{
    QList<QStringList> rows;
    for (const domain::Job &job : jobs)
        rows.append({(job.parent.isEmpty() ? QString() : u"  "_s) + job.id.toString(), nameOf(job.type),
                     targetOf(job), QString(job.plugin + u' ' + job.pluginVersion).trimmed(),
                     nameOf(job.status), progressOf(job)});
    return tableText({u"JOB"_s, u"TYPE"_s, u"TARGET"_s, u"PLUGIN"_s, u"STATUS"_s, u"RESULT"_s}, rows);
}

QJsonObject jobJson(const protocol::JobDetail &detail)
{
    return {{u"job"_s, protocol::toJson(detail.job)},
            {u"children"_s, protocol::toJsonArray(detail.children)},
            {u"events"_s, protocol::toJsonArray(detail.events)}};
}

void addNoWaitOption(QCommandLineParser &parser)
{
    parser.addOption({u"no-wait"_s, u"Print the job's id and do not wait for its end."_s});
}

void endWithJob(Conversation &talk, const protocol::JobAccepted &accepted)
{
    if (!talk.parser().isSet(u"no-wait"_s)) {
        JobFollower::follow(talk, accepted.job);
        return;
    }
    if (talk.output() == Output::Json)
        printJson({{u"job"_s, accepted.job.toString()}});
    else
        talk.print(accepted.job.toString() + u'\n');
    talk.finish(ExitStatus::Well);
}

} // namespace archivesmp::app::cli
