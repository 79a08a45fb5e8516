// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/localwork.h"

#include "agent/jobs/scansummary.h"

#include <QUuid>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;
using domain::Instance;
using domain::Job;
using domain::JobType;
using domain::PowerAction;
using jobs::JobOutcome;
using jobs::JobRun;

namespace {

Job newJob(JobType type, const QString &server, const domain::User &by)
{
    Job job;
    job.id = JobId(QUuid::createUuid().toString(QUuid::WithoutBraces));
    job.type = type;
    job.server = server;
    job.createdBy = by.name;
    return job;
}

QString actionOf(JobType type)
{
    return u"job."_s + domain::nameOf(type);
}

} // namespace

LocalWork::LocalWork(Parts parts, ServerPicture &picture, LocalJobs &jobs, const DeedSpool &deeds,
                     QObject *parent)
    : QObject(parent)
    , _parts(std::move(parts))
    , _picture(picture)
    , _jobs(jobs)
    , _deeds(deeds)
    , _power(_parts.power, _parts.clock)
{ }

// Nothing is done that cannot be told.
Result<void> LocalWork::spool(const Job &job, const QString &action, const QString &by, const QString &detail)
{
    const protocol::LocalDeed deed{job.server, job.id, _parts.clock.now(), by, action, detail};
    if (_draining)
        return Error{ErrorCode::Unavailable, u"the agent stops"_s};
    if (const auto put = _deeds.put(deed); !put)
        return put.error().because(u"the deed cannot be recorded, so it is not done"_s);
    Q_EMIT deedSpooled();
    return {};
}

Result<QList<Instance>> LocalWork::targetsOf(const protocol::StartScan &ask) const
{
    if (const auto known = _picture.checkServer(ask.server); !known)
        return known.error();
    QList<Instance> targets;
    for (const QString &text : ask.instances) {
        const auto instance = _picture.resolve(text);
        if (!instance)
            return instance.error();
        targets.append(*instance);
    }
    if (ask.instances.isEmpty())
        targets = _picture.instances();
    targets.removeIf([](const Instance &instance) { return !instance.onDisk; });
    if (targets.isEmpty())
        return Error{ErrorCode::NotFound, u"there is nothing to scan on this server's disk"_s};
    return targets;
}

Result<JobId> LocalWork::scan(const domain::User &by, const protocol::StartScan &ask)
{
    const auto targets = targetsOf(ask);
    if (!targets)
        return targets.error();
    if (_parts.fleet.fleetKey.isEmpty() || _parts.fleet.expectationsHash.isEmpty())
        return Error{ErrorCode::NotFound,
                     u"no expectations for this server"_s,
                     {},
                     0,
                     0,
                     {},
                     u"import them on the host, and let this agent speak with it once"_s};
    if (_scanning)
        return Error{ErrorCode::Busy, u"a scan that was ordered at this agent is under way"_s};
    Job job = newJob(JobType::DriftScan, _picture.server().name, by);
    if (ask.instances.size() == 1)
        job.instance = targets->first().ref.name;
    QStringList names;
    for (const Instance &instance : *targets)
        names.append(instance.ref.name);
    const QString what = ask.instances.isEmpty() ? job.server : names.join(u", "_s).left(800);
    if (const auto told = spool(job, actionOf(job.type), by.name, u"Scan "_s + what); !told)
        return told.error();
    _scanning = true;
    _tasks.run(carryOutScan(_jobs.begin(job), *targets));
    return job.id;
}

void LocalWork::drain()
{
    _draining = true;
    _jobs.cancelAll();
}

Task<LocalWork::Nothing> LocalWork::carryOutScan(std::shared_ptr<JobRun> run, QList<Instance> targets)
{
    const JobOutcome outcome = co_await scanAll(run, targets);
    _scanning = false;
    _jobs.end(*run, outcome);
    Q_EMIT ended();
    co_return Nothing();
}

Task<JobOutcome> LocalWork::scanAll(std::shared_ptr<JobRun> run, QList<Instance> targets)
{
    run->step(u"expectations"_s);
    _jobs.tellProgress(*run);
    const QByteArray hash = _parts.fleet.expectationsHash;
    const auto expectations = co_await _parts.expectations.get(hash);
    if (!expectations)
        co_return jobs::outcomeOf(expectations.error().because(u"no expectations"_s));

    run->step(u"scan"_s);
    qsizetype findings = 0;
    QStringList failed;
    for (qsizetype i = 0; i < targets.size(); ++i) {
        if (const auto allowed = run->mayGoOn(); !allowed)
            co_return jobs::outcomeOf(allowed.error());
        run->progress(i, targets.size());
        _jobs.tellProgress(*run);
        const Instance &instance = targets.at(i);
        const jobs::ScanOrder order{
            instance.ref, instance.platform,    _parts.root + u'/' + instance.ref.name, *expectations,
            hash,         _parts.fleet.fleetKey};
        const auto found = co_await scanOne(order);
        if (found) {
            findings += *found;
            continue;
        }
        failed.append(instance.ref.name + u": "_s + describe(found.error()));
        run->note(failed.last());
    }
    run->progress(targets.size(), targets.size());
    JobOutcome outcome
        = jobs::completedWith(jobs::scanSummary(targets.size() - failed.size(), findings, failed));
    if (failed.size() == targets.size())
        outcome.status = domain::JobStatus::Failed;
    co_return outcome;
}

// A file that a job is about to replace is not read half.
Task<Result<qsizetype>> LocalWork::scanOne(jobs::ScanOrder order)
{
    (void)co_await answerOf(_parts.turns.take(order.instance.name));
    const auto scanning = runOn(_parts.pool, [this, order] { return _parts.reader.scan(order); });
    const auto scanned = co_await answerOf(scanning);
    _parts.turns.leave(order.instance.name);
    if (!scanned)
        co_return scanned.error();
    _picture.takeReport(*scanned);
    co_return scanned->findings.size();
}

Result<JobId> LocalWork::power(const domain::User &by, const protocol::PowerInstance &ask)
{
    if (ask.action == PowerAction::Restart)
        return Error{ErrorCode::Unsupported,
                     u"how many instances restart at once is the host's to say"_s,
                     {},
                     0,
                     0,
                     {},
                     u"stop the instance, then start it"_s};
    const auto instance = _picture.resolve(ask.instance);
    if (!instance)
        return instance.error();
    Job job = newJob(JobType::InstancePower, _picture.server().name, by);
    job.instance = instance->ref.name;
    job.payload = domain::PowerPayload{ask.action};
    if (const auto free = _parts.journals.mayChange(job); !free)
        return free.error();
    if (!_parts.turns.tryTake(job.instance))
        return Error{ErrorCode::Busy, u"another job is at work on "_s + job.instance};
    const QString detail = domain::nameOf(ask.action) + u' ' + instance->ref.toString();
    if (const auto told = spool(job, actionOf(job.type), by.name, detail); !told) {
        _parts.turns.leave(job.instance);
        return told.error();
    }
    _tasks.run(carryOutPower(_jobs.begin(job)));
    return job.id;
}

Task<LocalWork::Nothing> LocalWork::carryOutPower(std::shared_ptr<JobRun> run)
{
    const JobOutcome outcome = co_await _power.run(run);
    _parts.turns.leave(run->job().instance);
    if (outcome.instance)
        _picture.takeInstance(*outcome.instance);
    _jobs.end(*run, outcome);
    Q_EMIT instanceTouched();
    Q_EMIT ended();
    co_return Nothing();
}

Result<void> LocalWork::cancel(const domain::User &by, const JobId &id)
{
    const auto detail = _jobs.detail(id);
    if (!detail)
        return detail.error();
    if (detail->job.type != JobType::DriftScan)
        return Error{ErrorCode::Unsupported, u"AMP has been told already"_s};
    if (domain::isFinal(detail->job.status))
        return Error{ErrorCode::Conflict, u"the job is over"_s};
    if (const auto told = spool(detail->job, u"job.cancel"_s, by.name, u"Cancel the scan"_s); !told)
        return told.error();
    return _jobs.cancel(id);
}

} // namespace archivesmp::agent::ownserver
