// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/backupretention.h"

#include "common/core/task.h"
#include "common/domain/instance.h"

#include <QDir>
#include <QLoggingCategory>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using instances::InstanceFolder;

namespace {

Q_LOGGING_CATEGORY(lcRetention, "archivesmp.retention", QtInfoMsg)

void pruneInstance(const QString &root, const QString &instance, const Retention &retention,
                   const QDateTime &now, const QSet<JobId> &inUse)
{
    const auto folder = InstanceFolder::open(root, instance);
    if (!folder)
        return;
    const QList<JobId> removed = pruneBackups(**folder, retention, now, inUse);
    for (const JobId &job : removed)
        qCInfo(lcRetention).noquote()
            << "backup removed" << u"job="_s + job.toString() << u"instance="_s + instance;
}

} // namespace

BackupRetention::BackupRetention(const jobs::JournalFolder &journals, const Clock &clock, QThreadPool &pool,
                                 QString root, Retention retention)
    : _journals(journals)
    , _clock(clock)
    , _pool(pool)
    , _root(std::move(root))
    , _retention(retention)
{ }

void BackupRetention::prune()
{
    _again = _pruning;
    if (_pruning)
        return;
    _pruning = true;
    _tasks.run<Nothing>(pruneAll(), [this](Nothing) {
        _pruning = false;
        if (_again)
            prune();
    });
}

Task<BackupRetention::Nothing> BackupRetention::pruneAll()
{
    const QStringList names = QDir(_root).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names) {
        if (!domain::isValidInstanceName(name))
            continue;
        const auto inUse = _journals.inUse(name);
        if (!inUse) {
            // Whatever it refers to is not known, so everything stays.
            qCWarning(lcRetention).noquote() << describe(inUse.error()) << u"instance="_s + name;
            continue;
        }
        const auto pruning = runOn(_pool,
                                   [root = _root, name, retention = _retention, now = _clock.now(),
                                    used = *inUse]() -> Result<void> {
                                       pruneInstance(root, name, retention, now, used);
                                       return {};
                                   });
        (void)co_await answerOf(pruning);
    }
    co_return Nothing{};
}

} // namespace archivesmp::agent::deployments
