// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/dispatcher.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcDispatcher, "archivesmp.dispatcher", QtInfoMsg)

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

Dispatcher::Dispatcher(const Workspace &workspace, JobClaims &claims, QObject *parent)
    : QObject(parent)
    , _workspace(workspace)
    , _claims(claims)
{ }

Result<void> Dispatcher::dispatch()
{
    const auto waiting = _workspace.stores.jobs().outbox();
    if (!waiting)
        return waiting.error();
    const auto servers = _workspace.stores.fleet().servers();
    if (!servers)
        return servers.error();
    const QSet<JobId> unsent(waiting->begin(), waiting->end());
    for (const ServerRecord &record : *servers) {
        if (const auto done = dispatchFor(record.server.name, unsent); !done)
            return done;
    }
    return {};
}

// A job is announced when it can be claimed, and again when nobody came for it: the announcement may be lost.
Result<void> Dispatcher::dispatchFor(const QString &server, const QSet<JobId> &unsent)
{
    const auto jobs = _claims.claimable(server);
    if (!jobs)
        return jobs.error();
    if (!jobs->isEmpty())
        _workspace.log.wake(server);
    const auto now = _workspace.clock.uptime();
    for (const Job &job : *jobs) {
        const auto last = _announced.constFind(job.id);
        const bool isNew = last == _announced.constEnd() || last->attempt != job.attempt;
        const bool isForgotten = !isNew && now - last->at >= 2 * _workspace.options.reconcile;
        if (!isNew && !isForgotten && !unsent.contains(job.id))
            continue;
        _announced.insert(job.id, {now, job.attempt});
        announce(job);
    }
    return {};
}

void Dispatcher::announce(const Job &job)
{
    const auto sent = [this, id = job.id](const Result<void> &result) {
        if (!result) {
            qCWarning(lcDispatcher).noquote()
                << "not announced:" << describe(result.error()) << u"job="_s + id.toString();
            _announced.remove(id);
            return;
        }
        if (const auto marked = _workspace.stores.jobs().markSent(id, _workspace.clock.now()); !marked)
            qCWarning(lcDispatcher).noquote() << describe(marked.error());
    };
    if (_announcer == nullptr)
        return sent({});
    _announcer->announce(job).then(this, sent);
}

} // namespace archivesmp::agent::coordinator
