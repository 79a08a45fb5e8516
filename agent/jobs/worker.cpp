// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/worker.h"

#include "common/domain/instance.h"

#include <QLoggingCategory>
#include <QUuid>

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;
using protocol::JobResult;

namespace {

Q_LOGGING_CATEGORY(lcWorker, "archivesmp.worker", QtInfoMsg)

// An answer that the host will give again however often it is asked.
bool isFinalAnswer(ErrorCode code)
{
    return code == ErrorCode::Conflict || code == ErrorCode::NotFound || code == ErrorCode::Cancelled;
}

} // namespace

Worker::Worker(HostApi &host, const Clock &clock, const JournalFolder &journals, const ResultSpool &spool,
               WorkByType works, WorkerSettings settings, QObject *parent)
    : QObject(parent)
    , _host(host)
    , _clock(clock)
    , _journals(journals)
    , _spool(spool)
    , _works(std::move(works))
    , _settings(std::move(settings))
{ }

void Worker::addFeed(JobFeed &feed)
{
    _feeds.append(&feed);
    connect(&feed, &JobFeed::jobOffered, this, &Worker::offer);
}

QStringList Worker::jobTypes() const
{
    QStringList names;
    for (const auto &[type, work] : _works)
        names.append(domain::nameOf(type));
    return names;
}

void Worker::start()
{
    for (const JobResult &result : _spool.waiting())
        _undelivered.insert(result.job);
    for (const domain::Job &left : _journals.unfinished()) {
        if (_undelivered.contains(left.id)) {
            // It ended; the process died before it could say so in the journal.
            if (const auto closed = _journals.close(left.instance, left.id); !closed)
                qCCritical(lcWorker).noquote() << describe(closed.error());
            continue;
        }
        _active.insert(left.id);
        _tasks.run(resume(left));
    }
    startDelivering();
    for (JobFeed *feed : std::as_const(_feeds))
        feed->start();
}

void Worker::drain()
{
    _draining = true;
    _waiting.clear();
    for (JobFeed *feed : std::as_const(_feeds))
        feed->stop();
    if (_active.isEmpty())
        QMetaObject::invokeMethod(this, &Worker::drained, Qt::QueuedConnection);
}

void Worker::cancel(const QList<JobId> &jobs)
{
    for (const JobId &job : jobs) {
        if (const auto run = _running.value(job))
            run->requestCancel();
    }
}

void Worker::offer(const JobId &job, const QByteArray &payloadSha256)
{
    const QByteArray known = _hinted.value(job);
    if (!known.isEmpty() && !payloadSha256.isEmpty() && known != payloadSha256)
        qCCritical(lcWorker).noquote()
            << "payload_mismatch: two hints for one job" << u"job="_s + job.toString();
    if (_draining || _active.contains(job) || _waiting.contains(job) || _undelivered.contains(job))
        return;
    if (!payloadSha256.isEmpty())
        _hinted.insert(job, payloadSha256);
    _waiting.append(job);
    startWaiting();
}

void Worker::startWaiting()
{
    while (!_waiting.isEmpty() && _active.size() < _settings.atOnce) {
        const JobId job = _waiting.takeFirst();
        _active.insert(job);
        _tasks.run(serve(job));
    }
}

void Worker::settle(const JobId &job)
{
    for (JobFeed *feed : std::as_const(_feeds))
        feed->settle(job);
}

void Worker::ended(const JobId &job)
{
    _running.remove(job);
    _active.remove(job);
    _hinted.remove(job);
    if (_draining && _active.isEmpty())
        Q_EMIT drained();
    startWaiting();
}

Task<Worker::Nothing> Worker::serve(JobId job)
{
    const auto run = co_await claim(job);
    if (run)
        co_await perform(*run);
    else
        settle(job);
    ended(job);
    co_return Nothing();
}

// With the lease again the job may be gone on with; without it, it is only brought to a safe end.
Task<Worker::Nothing> Worker::resume(domain::Job left)
{
    const auto sentAt = _clock.uptime();
    const protocol::ClaimRequest request{left.id, _settings.server, _settings.bootId,
                                         QUuid::createUuid().toString(QUuid::WithoutBraces)};
    const auto claimed = co_await answerOf(_host.claim(request));
    auto run = std::shared_ptr<JobRun>();
    if (claimed) {
        run = std::make_shared<JobRun>(*claimed, _clock, sentAt);
    } else {
        run = std::make_shared<JobRun>(left, _clock);
        run->note(u"finishing without a lease: "_s + describe(claimed.error()));
    }
    co_await perform(run);
    ended(left.id);
    co_return Nothing();
}

// The same nonce for every repetition: where only the answer was lost, the host gives the same fence again.
Task<Result<std::shared_ptr<JobRun>>> Worker::claim(JobId job)
{
    const protocol::ClaimRequest request{job, _settings.server, _settings.bootId,
                                         QUuid::createUuid().toString(QUuid::WithoutBraces),
                                         _hinted.value(job)};
    Backoff backoff(_settings.retry);
    while (true) {
        const auto sentAt = _clock.uptime();
        auto claimed = co_await answerOf(_host.claim(request));
        if (claimed)
            co_return std::make_shared<JobRun>(std::move(*claimed), _clock, sentAt);
        if (isFinalAnswer(claimed.error().code))
            co_return claimed.error();
        qCWarning(lcWorker).noquote()
            << describe(claimed.error().because(u"cannot claim"_s)) << u"job="_s + job.toString();
        if (_draining)
            co_return claimed.error();
        co_await delay(backoff.next());
    }
}

Task<Worker::Nothing> Worker::perform(std::shared_ptr<JobRun> run)
{
    const domain::Job job = run->job();
    _running.insert(job.id, run);
    auto lease = std::make_unique<TaskGroup>();
    const auto renewal = std::make_shared<Renewal>();
    lease->run(keepLease(run, renewal));
    const bool onOneInstance = !job.instance.isEmpty();
    if (onOneInstance)
        (void)co_await answerOf(_turns.take(job.instance));
    const JobOutcome outcome = co_await carryOut(run);
    lease.reset();
    // Whether the host has got those lines decides whether they go with the result.
    if (!renewal->events.isEmpty()) {
        const auto renewed = co_await answerOf(renewal->answer);
        if (!renewed)
            run->putBackEvents(renewal->events);
    }
    keep(*run, outcome, run->takeEvents());
    if (const auto closed = _journals.close(job.instance, job.id); !closed)
        qCCritical(lcWorker).noquote() << describe(closed.error());
    if (onOneInstance)
        _turns.leave(job.instance);
    Q_EMIT jobEnded(job.id, outcome.status);
    co_return Nothing();
}

Result<void> Worker::checkTarget(const domain::Job &job) const
{
    if (job.server != _settings.server) {
        return Error{ErrorCode::InvalidArgument,
                     u"the job is for the server \""_s + job.server + u"\", this is "_s + _settings.server,
                     {},
                     0,
                     0,
                     u"target_server"_s};
    }
    if (!job.instance.isEmpty() && !domain::isValidInstanceName(job.instance)) {
        return Error{ErrorCode::InvalidArgument, u"not the name of an instance"_s, {}, 0, 0,
                     u"target_instance"_s};
    }
    return {};
}

Task<JobOutcome> Worker::carryOut(std::shared_ptr<JobRun> run)
{
    const domain::Job &job = run->job();
    if (const auto checked = checkTarget(job); !checked)
        co_return outcomeOf(checked.error());
    const auto work = _works.find(job.type);
    if (work == _works.end()) {
        co_return outcomeOf(Error{ErrorCode::Unsupported,
                                  u"this agent ("_s + QStringLiteral(ARCHIVESMP_VERSION)
                                      + u") cannot carry out "_s + domain::nameOf(job.type)});
    }
    co_return co_await work->second->run(run);
}

Task<Worker::Nothing> Worker::keepLease(std::shared_ptr<JobRun> run, std::shared_ptr<Renewal> renewal)
{
    while (true) {
        co_await delay(_settings.renew);
        renewal->events = run->takeEvents();
        const auto sentAt = _clock.uptime();
        const protocol::RenewRequest request{run->job().id, _settings.bootId, run->job().fence,
                                             run->shownProgress(), renewal->events};
        renewal->answer = _host.renew(request);
        const auto renewed = co_await answerOf(renewal->answer);
        const QStringList events = std::exchange(renewal->events, {});
        if (renewed) {
            run->leaseRenewed(sentAt);
            if (renewed->cancelRequested)
                run->requestCancel();
            continue;
        }
        run->putBackEvents(events);
        if (renewed.error().code == ErrorCode::Cancelled)
            run->requestCancel();
        if (isFinalAnswer(renewed.error().code)) {
            run->loseLease(describe(renewed.error()));
            co_return Nothing();
        }
    }
}

// A result is on the disk before anybody hears of it.
void Worker::keep(const JobRun &run, const JobOutcome &outcome, const QStringList &events)
{
    const domain::Job &job = run.job();
    JobResult result{.job = job.id,
                     .attempt = job.attempt,
                     .fence = job.fence,
                     .status = outcome.status,
                     .errorCode = outcome.errorCode,
                     .message = outcome.message,
                     .events = events,
                     .plugins = outcome.plugins,
                     .instance = outcome.instance,
                     .backup = outcome.backup};
    qCInfo(lcWorker).noquote() << domain::nameOf(outcome.status) << outcome.message
                               << u"job="_s + job.id.toString();
    if (const auto put = _spool.put(result); !put) {
        qCCritical(lcWorker).noquote()
            << describe(put.error().because(u"the result is kept in memory only"_s));
        _unspooled.append(result);
    }
    _undelivered.insert(job.id);
    Q_EMIT resultMade(job, result);
    startDelivering();
}

void Worker::startDelivering()
{
    if (_delivering)
        return;
    _delivering = true;
    _tasks.run(deliverResults());
}

Task<Worker::Nothing> Worker::deliverResults()
{
    Backoff backoff(_settings.retry);
    while (true) {
        const QList<JobResult> results = _spool.waiting() + _unspooled;
        if (results.isEmpty())
            break;
        const JobResult &result = results.first();
        const auto finished = co_await answerOf(_host.finish(result));
        if (!finished && !isFinalAnswer(finished.error().code)) {
            qCWarning(lcWorker).noquote() << describe(finished.error().because(u"cannot report a result"_s));
            co_await delay(backoff.next());
            continue;
        }
        if (!finished) {
            qCWarning(lcWorker).noquote()
                << describe(finished.error().because(u"the host refused a result"_s))
                << u"job="_s + result.job.toString();
        }
        backoff.reset();
        if (_unspooled.removeAll(result) == 0 && !_spool.remove(result))
            co_await delay(backoff.next()); // to be sent again, which changes nothing
        _undelivered.remove(result.job);
        settle(result.job);
        Q_EMIT resultDelivered(result.job);
    }
    _delivering = false;
    co_return Nothing();
}

} // namespace archivesmp::agent::jobs
