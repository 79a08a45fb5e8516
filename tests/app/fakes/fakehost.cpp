// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/fakes/fakehost.h"

#include "tests/app/fakes/fakesession.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;
using namespace domain;
using namespace protocol;
using app::client::Session;

QFuture<Result<QByteArray>> FakeSession::uploadArtifact(const QString &path,
                                                        std::function<void(qint64, qint64)> progress)
{
    auto promise = std::make_shared<QPromise<Result<QByteArray>>>();
    promise->start();
    QTimer::singleShot(0, this, [this, promise, path, progress] {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            promise->addResult(Result<QByteArray>(Error{ErrorCode::NotFound, file.errorString(), path}));
        } else {
            const QByteArray bytes = file.readAll();
            progress(bytes.size(), bytes.size());
            _host.uploaded = path;
            promise->addResult(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
        }
        promise->finish();
    });
    return promise->future();
}

void FakeSession::receive(const WireMessage &message)
{
    const auto decoded = decodeFromAgent(message);
    if (decoded)
        Q_EMIT eventReceived(std::get<Event>(*decoded));
}

FakeHost::FakeHost(const QString &server, ServerRole role)
{
    hello.server = server;
    hello.role = role;
    hello.version = u"0.1.0"_s;
    hello.user = {u"admin"_s, UserRole::Admin, {}};
    hello.webApiPort = 8000;
}

std::unique_ptr<Session> FakeHost::makeSession(const QString &address)
{
    auto session = std::make_unique<FakeSession>(*this, address);
    _sessions.append(session.get());
    return session;
}

void FakeHost::setOnline(bool online)
{
    _state = online ? Session::State::Online : Session::State::Connecting;
    _error = {ErrorCode::Unavailable, u"connection refused"_s};
    for (const auto &session : std::as_const(_sessions)) {
        if (session != nullptr)
            Q_EMIT session->stateChanged();
    }
}

void FakeHost::refuse(const Error &error)
{
    _state = Session::State::Refused;
    _error = error;
    for (const auto &session : std::as_const(_sessions)) {
        if (session != nullptr)
            Q_EMIT session->stateChanged();
    }
}

void FakeHost::send(const EventBody &body)
{
    const auto message = encodeEvent({++fleet.sequence, body});
    Q_ASSERT(message);
    for (const auto &session : std::as_const(_sessions)) {
        if (session != nullptr)
            session->receive(*message);
    }
}

Finding *FakeHost::find(const FindingId &id)
{
    const auto at
        = std::find_if(findings.begin(), findings.end(), [&](const Finding &f) { return f.id == id; });
    return at == findings.end() ? nullptr : &*at;
}

Job *FakeHost::job(const JobId &id)
{
    const auto at = std::find_if(jobs.begin(), jobs.end(), [&](const Job &j) { return j.id == id; });
    return at == jobs.end() ? nullptr : &*at;
}

FleetState FakeHost::answer(const GetFleet &)
{
    return fleet;
}

FindingPage FakeHost::answer(const ListFindings &request)
{
    const qsizetype limit = std::min<qsizetype>(request.limit, findingsPerPage);
    return {findings.mid(request.offset, limit), findings.size(), fleet.sequence};
}

Result<FindingDetail> FakeHost::answer(const GetFinding &request)
{
    const Finding *finding = find(request.id);
    if (finding == nullptr)
        return Error{ErrorCode::NotFound, u"no such finding"_s};
    return FindingDetail{*finding, layers.value(request.id), finding->lastSeen, stories.value(request.id)};
}

JobId FakeHost::addJob(Job job)
{
    job.id = JobId(u"00000000-0000-4000-8000-%1"_s.arg(++_jobsMade, 12, 10, QChar(u'0')));
    job.createdBy = hello.user.name;
    job.createdAt = QDateTime::currentDateTimeUtc().addMSecs(_jobsMade);
    jobs.prepend(job);
    send(JobChanged{job});
    return job.id;
}

JobAccepted FakeHost::answer(const StartScan &request)
{
    Job job;
    job.type = JobType::DriftScan;
    job.server = request.server.isEmpty() ? u"all"_s : request.server;
    return {addJob(job)};
}

JobAccepted FakeHost::answer(const PowerInstance &request)
{
    Job job;
    job.type = JobType::InstancePower;
    job.server = request.instance.section(u'/', 0, 0);
    job.instance = request.instance.section(u'/', 1);
    job.payload = PowerPayload{request.action};
    return {addJob(job)};
}

Plan FakeHost::keep(Plan plan)
{
    plan.createdBy = hello.user.name;
    plan.createdAt = QDateTime::currentDateTimeUtc();
    plan.id = planId(plan);
    plans.insert(plan.id, plan);
    return plan;
}

Result<Plan> FakeHost::answer(const PlanFix &request)
{
    Plan plan;
    for (const FindingId &id : request.findings) {
        const Finding *finding = find(id);
        if (finding == nullptr)
            return Error{ErrorCode::NotFound, u"no such finding"_s};
        plan.plugin = finding->plugin;
        ConfigUpdatePayload payload{finding->file, QByteArray(32, 'h'), {{finding->key}}, true};
        if (const auto *value = std::get_if<Value>(&finding->expected); value != nullptr)
            payload.changes.first().value = *value;
        plan.targets.append({.instance = finding->instance,
                             .file = finding->file,
                             .diff = finding->fix ? finding->fix->hunk : QString(),
                             .restarts = true,
                             .payload = payload});
    }
    plan.title = request.findings.size() == 1
        ? u"Fix 1 setting on %1"_s.arg(plan.targets.first().instance.name)
        : u"Fix %1 settings"_s.arg(request.findings.size());
    plan.preconditions = {u"the file is unchanged since it was scanned"_s, u"1 restart, no players online"_s};
    return keep(plan);
}

Result<Plan> FakeHost::answer(const PlanDeploy &request)
{
    Plan plan;
    plan.type = JobType::PluginDeploy;
    plan.plugin = request.plugin;
    plan.pluginVersion = u"22.4"_s;
    for (const QString &name : request.instances) {
        const InstanceRef ref{name.section(u'/', 0, 0), name.section(u'/', 1)};
        const bool proof = ref.name == "DEV01"_L1;
        plan.targets.append({.instance = ref,
                             .wave = proof ? 1 : 2,
                             .oldVersion = u"22.2"_s,
                             .newVersion = u"22.4"_s,
                             .file = u"plugins/"_s + request.fileName,
                             .restarts = true,
                             .payload = DeployPayload{request.artifact, 1'200'345, request.fileName,
                                                      u"CoreProtect-22.2.jar"_s, QByteArray(32, 'o')}});
    }
    std::stable_sort(plan.targets.begin(), plan.targets.end(),
                     [](const PlanTarget &a, const PlanTarget &b) { return a.wave < b.wave; });
    plan.title = plan.targets.size() == 1
        ? u"Deploy %1 22.4 to %2"_s.arg(plan.plugin, plan.targets.first().instance.name)
        : u"Deploy %1 22.4 to %2 instances"_s.arg(plan.plugin).arg(plan.targets.size());
    plan.preconditions
        = {u"JAR sha256 9f2c…41aa, Paper, needs 1.21"_s, u"the JARs in place are unchanged since this plan"_s,
           u"%1 restarts, players warned 60 s before"_s.arg(plan.targets.size()),
           u"free space 41 GB and 18 GB"_s};
    return keep(plan);
}

Result<Plan> FakeHost::answer(const PlanRollback &request)
{
    const Job *job = this->job(request.job);
    if (job == nullptr)
        return Error{ErrorCode::NotFound, u"no such job"_s};
    Plan plan;
    plan.type = JobType::Rollback;
    plan.plugin = job->plugin;
    plan.title = u"Roll back %1"_s.arg(job->plugin);
    for (const Job &child : jobs) {
        if (child.parent == job->id)
            plan.targets.append({.instance = {child.server, child.instance},
                                 .oldVersion = u"22.4"_s,
                                 .newVersion = u"22.2"_s,
                                 .restarts = true,
                                 .payload = RollbackPayload{child.id}});
    }
    return keep(plan);
}

Result<JobAccepted> FakeHost::answer(const ApplyPlan &request)
{
    if (!plans.contains(request.plan))
        return Error{ErrorCode::NotFound, u"no such plan"_s};
    const Plan plan = plans.value(request.plan);
    Job parent;
    parent.type = plan.type;
    parent.plan = plan.id;
    parent.plugin = plan.plugin;
    parent.pluginVersion = plan.pluginVersion;
    parent.server = u"all"_s;
    const JobId id = addJob(parent);
    for (const PlanTarget &target : plan.targets) {
        Job child = parent;
        child.parent = id;
        child.server = target.instance.server;
        child.instance = target.instance.name;
        child.payload = target.payload;
        child.wave = target.wave;
        addJob(child);
    }
    return JobAccepted{id};
}

JobPage FakeHost::answer(const ListJobs &)
{
    return {jobs, fleet.sequence};
}

Result<JobDetail> FakeHost::answer(const GetJob &request)
{
    const Job *job = this->job(request.id);
    if (job == nullptr)
        return Error{ErrorCode::NotFound, u"no such job"_s};
    JobDetail detail{*job, {}, {}};
    QSet<JobId> ids{job->id};
    for (const Job &child : std::as_const(jobs)) {
        if (child.parent == job->id) {
            detail.children.append(child);
            ids.insert(child.id);
        }
    }
    for (const JobEvent &event : std::as_const(events)) {
        if (ids.contains(event.job))
            detail.events.append(event);
    }
    return detail;
}

Result<Done> FakeHost::answer(const CancelJob &request)
{
    Job *job = this->job(request.id);
    if (job == nullptr || isFinal(job->status))
        return Error{ErrorCode::Conflict, u"the job has ended"_s};
    finishJob(request.id, JobStatus::Cancelled, u"cancelled by admin"_s);
    return Done{};
}

void FakeHost::startJob(const JobId &id, const QString &step, qint64 done, qint64 total)
{
    Job &job = *this->job(id);
    job.status = JobStatus::InProgress;
    job.startedAt = QDateTime::currentDateTimeUtc();
    job.progress = {step, done, total};
    int sequence = 1;
    for (const JobEvent &event : std::as_const(events))
        sequence += event.job == id ? 1 : 0;
    events.append({id, sequence, QDateTime::currentDateTimeUtc(), step});
    send(JobChanged{job});
    send(JobEventAdded{events.last()});
}

void FakeHost::finishJob(const JobId &id, JobStatus status, const QString &message)
{
    Job &job = *this->job(id);
    job.status = status;
    job.resultMessage = message;
    job.completedAt = QDateTime::currentDateTimeUtc();
    send(JobChanged{job});
}

void FakeHost::resolve(FindingId id)
{
    const InstanceRef instance = find(id)->instance;
    findings.removeIf([&id](const Finding &finding) { return finding.id == id; });
    send(FindingsChanged{instance, {}, {id}});
}

Finding makeFinding(const InstanceRef &instance, const QString &plugin, const QString &key,
                    const QByteArray &expected, const QByteArray &actual)
{
    Finding finding;
    finding.instance = instance;
    finding.plugin = plugin;
    finding.file = u"plugins/"_s + plugin + u"/config.yml"_s;
    finding.key = KeyPath::fromString(key);
    finding.expected = Value::text(expected);
    finding.actual = Value::text(actual);
    finding.layer = Layer::Universal;
    finding.line = 14;
    finding.firstSeen = finding.lastSeen = QDateTime::currentDateTimeUtc().addSecs(-120);
    finding.id = findingId(finding);
    return finding;
}

} // namespace archivesmp::tests
