// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/scanwork.h"

#include "agent/jobs/reportparts.h"
#include "agent/jobs/scansummary.h"

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;
using domain::DriftReport;
using domain::Instance;
using protocol::ScanReportPart;

namespace {

constexpr int mostBeginnings = 3; // of one report

// Beyond which no other instance can be reported either.
bool endsTheJob(ErrorCode code)
{
    return isTransient(code) || code == ErrorCode::Conflict || code == ErrorCode::Cancelled;
}

} // namespace

ScanWork::ScanWork(HostApi &host, const FleetFacts &fleet, ExpectationsCache &expectations,
                   const InstanceReader &reader, QThreadPool &pool, QString root, Backoff::Limits retry)
    : _host(host)
    , _fleet(fleet)
    , _expectations(expectations)
    , _reader(reader)
    , _pool(pool)
    , _root(std::move(root))
    , _retry(retry)
{ }

Task<Result<QList<Instance>>> ScanWork::targets(domain::Job job)
{
    const auto finding
        = runOn(_pool, [server = job.server, root = _root] { return instances::findOnDisk(server, root); });
    const auto found = co_await answerOf(finding);
    if (!found)
        co_return found.error();
    if (const auto *part = std::get_if<domain::EvaluatePayload>(&job.payload);
        part != nullptr && !part->instances.isEmpty()) {
        QList<Instance> named = found->instances;
        named.removeIf([&](const Instance &one) { return !part->instances.contains(one.ref.name); });
        co_return named;
    }
    if (job.instance.isEmpty())
        co_return found->instances;
    for (const Instance &instance : found->instances) {
        if (instance.ref.name == job.instance)
            co_return QList<Instance>{instance};
    }
    co_return Error{ErrorCode::NotFound,
                    u"there is no instance "_s + job.instance + u" on this server's disk"_s};
}

Task<Result<QByteArray>> ScanWork::expectationsFor(std::shared_ptr<JobRun> run)
{
    if (!_fleet.known)
        co_return Error{ErrorCode::Unavailable, u"the host has not said hello yet"_s};
    const QByteArray hash = run->expectationsHash();
    if (hash.isEmpty()) {
        co_return Error{ErrorCode::NotFound,   u"no expectations for this server"_s, {}, 0, 0, {},
                        u"import them first"_s};
    }
    auto expectations = co_await _expectations.get(hash);
    if (!expectations)
        co_return expectations.error().because(u"no expectations"_s);
    co_return expectations;
}

ScanOrder ScanWork::orderFor(const Instance &instance, const QByteArray &expectations,
                             const QByteArray &hash) const
{
    return {instance.ref, instance.platform, _root + u'/' + instance.ref.name, expectations,
            hash,         _fleet.fleetKey};
}

Task<Result<void>> ScanWork::look(std::shared_ptr<JobRun> run)
{
    const auto expectations = co_await expectationsFor(run);
    if (!expectations)
        co_return expectations.error();
    const auto wanted = co_await targets(run->job());
    if (!wanted)
        co_return wanted.error();
    const ScanOrder order = orderFor(wanted->first(), *expectations, run->expectationsHash());
    DriftReport report;
    co_return co_await scanOne(run, order, &report);
}

Task<JobOutcome> ScanWork::run(std::shared_ptr<JobRun> run)
{
    run->step(u"expectations"_s);
    if (run->job().type == domain::JobType::Evaluate
        && !std::holds_alternative<domain::EvaluatePayload>(run->job().payload)) {
        co_return outcomeOf(Error{ErrorCode::InvalidInput, u"the evaluation names no plugins"_s});
    }
    const auto expectations = co_await expectationsFor(run);
    if (!expectations)
        co_return outcomeOf(expectations.error());
    const auto wanted = co_await targets(run->job());
    if (!wanted)
        co_return outcomeOf(wanted.error());

    run->step(u"scan"_s);
    qsizetype findings = 0;
    qsizetype scanned = 0;
    QStringList failed;
    for (qsizetype i = 0; i < wanted->size(); ++i) {
        const Instance instance = wanted->at(i);
        if (const auto allowed = run->mayGoOn(); !allowed)
            co_return outcomeOf(allowed.error());
        run->progress(i, wanted->size());
        ScanOrder order = orderFor(instance, *expectations, run->expectationsHash());
        if (const auto *part = std::get_if<domain::EvaluatePayload>(&run->job().payload))
            order.onlyPlugins = part->plugins;
        DriftReport report;
        const auto done = co_await scanOne(run, order, &report);
        if (!done && endsTheJob(done.error().code))
            co_return outcomeOf(done.error());
        if (!done) {
            failed.append(instance.ref.name + u": "_s + describe(done.error()));
            run->note(failed.last());
            continue;
        }
        scanned += 1;
        findings += report.findings.size();
    }
    run->progress(wanted->size(), wanted->size());
    (void)co_await answerOf(runOn(_pool, [this] { return _reader.keep(); }));
    JobOutcome outcome = completedWith(scanSummary(scanned, findings, failed));
    if (scanned == 0 && !failed.isEmpty())
        outcome.status = domain::JobStatus::Failed;
    co_return outcome;
}

Task<Result<void>> ScanWork::scanOne(std::shared_ptr<JobRun> run, ScanOrder order, DriftReport *report)
{
    const auto scanning = runOn(_pool, [this, order] { return _reader.scan(order); });
    auto scanned = co_await answerOf(scanning);
    if (!scanned)
        co_return scanned.error();
    *report = std::move(*scanned);
    if (_tell)
        _tell(*report);
    co_return co_await send(run, *report);
}

// The host stores an instance's parts together, so each must arrive; while the lease holds it is tried again.
// A host that was started anew lacks the parts before and says so: then all of them are sent again.
Task<Result<void>> ScanWork::send(std::shared_ptr<JobRun> run, DriftReport report)
{
    const QList<ScanReportPart> parts = reportParts(run->job().id, run->job().fence, report);
    int beginnings = 1;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const auto sent = co_await sendPart(run, parts.at(i));
        if (!sent && sent.error().code == ErrorCode::Conflict && i > 0 && beginnings < mostBeginnings) {
            beginnings += 1;
            i = -1;
            continue;
        }
        if (!sent)
            co_return sent.error();
    }
    co_return Result<void>();
}

Task<Result<void>> ScanWork::sendPart(std::shared_ptr<JobRun> run, ScanReportPart part)
{
    Backoff backoff(_retry);
    while (true) {
        if (const auto allowed = run->mayGoOn(); !allowed)
            co_return allowed.error();
        const auto sent = co_await answerOf(_host.report(part));
        if (sent || !isTransient(sent.error().code))
            co_return sent ? sent : sent.error().because(u"the host did not take the report"_s);
        co_await delay(backoff.next());
    }
}

} // namespace archivesmp::agent::jobs
