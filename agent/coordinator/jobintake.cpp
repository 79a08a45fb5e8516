// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/jobintake.h"

#include "agent/coordinator/jobfamily.h"

#include <QUuid>

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

JobId newJobId()
{
    return JobId(QUuid::createUuid().toString(QUuid::WithoutBraces));
}

QString commonServer(const QList<Job> &jobs)
{
    const QString first = jobs.first().server;
    const bool same
        = std::all_of(jobs.begin(), jobs.end(), [&](const Job &job) { return job.server == first; });
    return same ? first : u"all"_s;
}

} // namespace

Result<JobId> JobIntake::submit(const User &by, const Order &order)
{
    Q_ASSERT(!order.jobs.isEmpty());
    return _workspace.change<JobId>([&](Changes &changes) { return submitIn(changes, by, order); });
}

Result<JobId> JobIntake::submitIn(Changes &changes, const User &by, const Order &order)
{
    const auto before = madeBefore(order);
    if (!before)
        return before.error();
    if (*before)
        return **before;
    const QList<JobRecord> records = recordsFor(by, order);
    if (const auto stored = store(changes, records); !stored)
        return stored.error();
    const Job &made = records.first().job;
    const auto noted = _workspace.stores.audit().add(
        {made.createdAt, by.name, u"job."_s + nameOf(made.type), made.id.toString(),
         order.reason.isEmpty() ? order.title : QString(order.title + u": "_s + order.reason)});
    if (!noted)
        return noted.error();
    if (!order.reason.isEmpty()) {
        const auto told
            = addLines(_workspace, changes, made.id, {by.name + u" ordered it: "_s + order.reason});
        if (!told)
            return told.error();
    }
    return records.first().job.id;
}

Result<std::optional<JobId>> JobIntake::madeBefore(const Order &order)
{
    if (order.idempotencyKey.isEmpty())
        return std::optional<JobId>();
    const auto found = _workspace.stores.jobs().findByKey(order.idempotencyKey);
    if (!found)
        return found.error();
    if (!*found)
        return std::optional<JobId>();
    if ((*found)->job.plan != order.plan) {
        return Error{ErrorCode::Conflict, u"this idempotency key was used for another request"_s, {}, 0, 0,
                     u"idempotency_key"_s};
    }
    return std::optional((*found)->job.id);
}

// The first is the one that is answered with: the parent, or the only job.
QList<JobRecord> JobIntake::recordsFor(const User &by, const Order &order) const
{
    JobRecord head;
    head.maxAttempts = _workspace.options.maxAttempts;
    head.job.type = order.type;
    head.job.plan = order.plan;
    head.job.plugin = order.plugin;
    head.job.pluginVersion = order.pluginVersion;
    head.job.createdBy = by.name;
    head.job.reason = order.reason;
    head.job.createdAt = _workspace.clock.now();
    QList<JobRecord> records;
    for (const Job &wanted : order.jobs) {
        JobRecord record = head;
        record.job.id = newJobId();
        record.job.server = wanted.server;
        record.job.instance = wanted.instance;
        record.job.wave = wanted.wave;
        record.job.payload = wanted.payload;
        records.append(record);
    }
    if (records.size() > 1) {
        head.job.id = newJobId();
        head.job.server = commonServer(order.jobs);
        head.job.progress = {};
        for (JobRecord &record : records)
            record.job.parent = head.job.id;
        records.prepend(head);
    }
    records.first().idempotencyKey = order.idempotencyKey;
    return records;
}

Result<void> JobIntake::store(Changes &changes, const QList<JobRecord> &records)
{
    JobStore &jobs = _workspace.stores.jobs();
    if (const auto inserted = jobs.insert(records); !inserted)
        return inserted;
    const bool isFamily = records.size() > 1;
    for (qsizetype i = 0; i < records.size(); ++i) {
        const Job &job = records.at(i).job;
        changes.tell(protocol::JobChanged{job});
        if (isFamily && i == 0)
            continue;
        if (const auto added = jobs.addToOutbox(job.id, job.createdAt); !added)
            return added;
        changes.wake(job.server);
    }
    return {};
}

} // namespace archivesmp::agent::coordinator
