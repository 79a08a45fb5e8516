// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqljobstore.h"

#include "agent/storage/storedvalues.h"

#include <QCryptographicHash>

#include <functional>

namespace archivesmp::agent::storage {

using coordinator::JobRecord;
using namespace domain;
using namespace Qt::StringLiterals;

namespace {

// In the order of sql/jobs/columns.sql.
JobRecord recordFrom(Row &row)
{
    JobRecord record;
    Job &job = record.job;
    job.id = JobId(row.text());
    job.parent = JobId(row.text());
    job.plan = PlanId(row.text());
    job.type = jobTypeFromColumn(row.text()).value_or(JobType::HealthCheck);
    job.server = row.text();
    job.instance = row.text();
    job.plugin = row.text();
    job.pluginVersion = row.text();
    job.payload = payloadFromStored(row.text());
    job.status = jobStatusFromName(row.text()).value_or(JobStatus::Failed);
    job.wave = row.number();
    job.attempt = row.number();
    job.fence = row.bigNumber();
    job.claimedBy = row.text();
    job.leaseUntil = row.time();
    job.notBefore = row.time();
    job.cancelRequested = row.flag();
    job.progress = {row.text(), row.bigNumber(), row.bigNumber()};
    job.createdBy = row.text();
    job.reason = row.text();
    job.createdAt = row.time();
    job.startedAt = row.time();
    job.completedAt = row.time();
    job.resultMessage = row.text();
    if (const QString code = row.text(); !code.isEmpty())
        job.errorCode = errorCodeFromName(code);
    record.bootId = row.text();
    record.claimNonce = row.text();
    record.crashes = row.number();
    record.maxAttempts = row.number();
    record.finishedAttempt = row.number();
    record.deadLetter = row.flag();
    record.idempotencyKey = row.text();
    record.version = row.bigNumber();
    return record;
}

Job jobFrom(Row &row)
{
    return recordFrom(row).job;
}

QString statusText(const std::optional<JobStatus> &status)
{
    return status ? nameOf(*status) : u""_s;
}

} // namespace

Result<void> SqlJobStore::insert(const QList<JobRecord> &jobs)
{
    return _database.transaction([&]() -> Result<void> {
        for (const JobRecord &record : jobs) {
            const Job &job = record.job;
            const QString payload = storedPayload(job.payload);
            const QByteArray hash = QCryptographicHash::hash(payload.toUtf8(), QCryptographicHash::Sha256);
            const auto done = _database.run(u"jobs/insert"_s,
                                            {job.id.toString(),
                                             columnOrNull(job.parent.toString()),
                                             columnOrNull(job.plan.toString()),
                                             columnName(job.type),
                                             job.server,
                                             job.instance.isNull() ? u""_s : job.instance,
                                             job.server,
                                             job.instance,
                                             job.plugin,
                                             job.pluginVersion,
                                             payload,
                                             hexColumn(hash),
                                             nameOf(job.status),
                                             job.wave,
                                             job.createdBy,
                                             columnOrNull(job.reason),
                                             column(job.createdAt),
                                             record.maxAttempts,
                                             columnOrNull(record.idempotencyKey),
                                             job.resultMessage});
            if (!done)
                return done.error();
        }
        return {};
    });
}

Result<std::optional<JobRecord>> SqlJobStore::find(const JobId &job)
{
    return _database.readOne<JobRecord>(u"jobs/find"_s, {job.toString()}, recordFrom);
}

Result<std::optional<JobRecord>> SqlJobStore::findByKey(const QString &key)
{
    return _database.readOne<JobRecord>(u"jobs/find_by_key"_s, {key}, recordFrom);
}

Result<QList<JobRecord>> SqlJobStore::children(const JobId &parent)
{
    return _database.read<JobRecord>(u"jobs/children"_s, {parent.toString()}, recordFrom);
}

Result<QList<Job>> SqlJobStore::list(const Query &query)
{
    const QString server = query.server.isNull() ? u""_s : query.server;
    const QString status = statusText(query.status);
    const auto tops = _database.read<Job>(
        u"jobs/list_tops"_s, {server, server, server, status, status, status, query.limit}, jobFrom);
    if (!tops)
        return tops.error();
    QList<Job> all;
    for (const Job &top : *tops) {
        const bool fits = (server.isEmpty() || top.server == server || top.server == "all"_L1)
            && (!query.status || top.status == *query.status);
        if (fits)
            all.append(top);
        const auto children = _database.read<Job>(
            u"jobs/list_children"_s, {top.id.toString(), server, server, status, status}, jobFrom);
        if (!children)
            return children.error();
        all.append(*children);
    }
    return all;
}

Result<std::optional<Job>> SqlJobStore::latestOf(const QString &createdBy, JobType type)
{
    return _database.readOne<Job>(u"jobs/latest_of"_s, {createdBy, columnName(type)}, jobFrom);
}

Result<void> SqlJobStore::save(JobRecord &record)
{
    const Job &job = record.job;
    const auto rows = _database.run(u"jobs/save"_s,
                                    {nameOf(job.status),
                                     job.attempt,
                                     job.fence,
                                     columnOrNull(job.claimedBy),
                                     record.bootId,
                                     record.claimNonce,
                                     column(job.leaseUntil),
                                     column(job.notBefore),
                                     job.cancelRequested,
                                     job.progress.step,
                                     job.progress.done,
                                     job.progress.total,
                                     column(job.startedAt),
                                     column(job.completedAt),
                                     job.resultMessage,
                                     columnOrNull(job.errorCode ? nameOf(*job.errorCode) : QString()),
                                     record.crashes,
                                     record.finishedAttempt,
                                     record.deadLetter,
                                     job.id.toString(),
                                     record.version});
    if (!rows)
        return rows.error();
    if (*rows != 1)
        return Error{ErrorCode::Conflict, u"the job changed meanwhile"_s};
    ++record.version;
    return {};
}

Result<QList<Job>> SqlJobStore::claimable(const QString &server, const QDateTime &now,
                                          const QDateTime &latest)
{
    return _database.read<Job>(u"jobs/claimable"_s, {server, column(now), column(latest)}, jobFrom);
}

Result<QList<JobRecord>> SqlJobStore::held(const QString &server)
{
    const QString text = server.isNull() ? u""_s : server;
    return _database.read<JobRecord>(u"jobs/held"_s, {text, text}, recordFrom);
}

Result<bool> SqlJobStore::isBusy(const QString &server, const QString &instance, const JobId &except)
{
    const auto count = _database.readOne<int>(
        u"jobs/busy"_s, {server, instance.isNull() ? u""_s : instance, except.toString()},
        [](Row &row) { return row.number(); });
    if (!count)
        return count.error();
    return count->value_or(0) > 0;
}

Result<std::optional<JobId>> SqlJobStore::changedAfter(const Job &job)
{
    return _database.readOne<JobId>(u"jobs/changed_after"_s, {job.id.toString()},
                                    [](Row &row) { return JobId(row.text()); });
}

Result<QList<Job>> SqlJobStore::completedUpdates(const InstanceRef &instance, int limit)
{
    return _database.read<Job>(u"jobs/completed_updates"_s, {instance.server, instance.name, limit}, jobFrom);
}

Result<QList<JobRecord>> SqlJobStore::waiting(JobType type, const QString &server)
{
    return _database.read<JobRecord>(u"jobs/waiting_of_type"_s, {columnName(type), server}, recordFrom);
}

Result<QList<JobEvent>> SqlJobStore::addEvents(const JobId &job, const QDateTime &at,
                                               const QStringList &lines)
{
    if (lines.isEmpty())
        return QList<JobEvent>();
    const auto last = _database.readOne<int>(u"jobs/last_event"_s, {job.toString()},
                                             [](Row &row) { return row.number(); });
    if (!last)
        return last.error();
    QList<JobEvent> events;
    QList<QVariantList> rows;
    for (const QString &line : lines) {
        const int number = last->value_or(0) + static_cast<int>(events.size()) + 1;
        events.append({job, number, at, line});
        rows.append({job.toString(), number, column(at), line.isNull() ? u""_s : line});
    }
    if (const auto done = _database.runForRows(u"jobs/add_events"_s, rows); !done)
        return done.error();
    return events;
}

Result<QList<JobEvent>> SqlJobStore::events(const JobId &jobOrParent)
{
    const QString &id = jobOrParent.toString();
    return _database.read<JobEvent>(u"jobs/events"_s, {id, id}, [](Row &row) {
        return JobEvent{JobId(row.text()), row.number(), row.time(), row.text()};
    });
}

Result<void> SqlJobStore::addToOutbox(const JobId &job, const QDateTime &at)
{
    const auto done = _database.run(u"jobs/add_to_outbox"_s, {job.toString(), column(at)});
    return done ? Result<void>() : done.error();
}

Result<QList<JobId>> SqlJobStore::outbox()
{
    return _database.read<JobId>(u"jobs/outbox"_s, {}, [](Row &row) { return JobId(row.text()); });
}

Result<void> SqlJobStore::markSent(const JobId &job, const QDateTime &at)
{
    const auto done = _database.run(u"jobs/mark_sent"_s, {column(at), job.toString()});
    return done ? Result<void>() : done.error();
}

} // namespace archivesmp::agent::storage
