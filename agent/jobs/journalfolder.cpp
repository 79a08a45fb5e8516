// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/journalfolder.h"

#include "common/domain/instance.h"
#include "common/protocol/domainjson.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QUuid>

#include <algorithm>

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcJournal, "archivesmp.journal", QtInfoMsg)

const QStringList pattern{u"*.jnl"_s};

bool hasStep(const QList<QJsonObject> &records, QLatin1StringView step)
{
    return std::any_of(records.begin(), records.end(),
                       [step](const QJsonObject &record) { return record["step"_L1].toString() == step; });
}

// An operator's word ends it too.
bool isOver(const QList<QJsonObject> &records)
{
    return hasStep(records, "closed"_L1) || hasStep(records, "released"_L1);
}

// Nobody will come back to it.
bool isSettled(const QList<QJsonObject> &records)
{
    return hasStep(records, "closed"_L1)
        && (!hasStep(records, "needs_operator"_L1) || hasStep(records, "released"_L1));
}

QFileInfoList journalsIn(const QString &folder)
{
    return QDir(folder).entryInfoList(pattern, QDir::Files | QDir::NoSymLinks, QDir::Name);
}

} // namespace

QList<QJsonObject> lastAttemptOf(const QList<QJsonObject> &records)
{
    for (qsizetype i = records.size() - 1; i >= 0; --i) {
        if (records.at(i)["step"_L1].toString() == "begin"_L1)
            return records.mid(i);
    }
    return {};
}

JournalFolder::JournalFolder(QString folder)
    : _folder(std::move(folder))
{ }

QString JournalFolder::pathOf(const QString &instance, const JobId &job) const
{
    return _folder + u'/' + instance + u'/' + job.toString() + u".jnl"_s;
}

Result<Journal> JournalFolder::of(const domain::Job &job) const
{
    // Both become parts of a path.
    if (!domain::isValidInstanceName(job.instance) || QUuid::fromString(job.id.toString()).isNull())
        return Error{ErrorCode::InvalidArgument, u"the instance or the job has no name for a journal"_s};
    if (!QDir().mkpath(_folder + u'/' + job.instance))
        return Error{ErrorCode::PermissionDenied, u"cannot make the folder of journals"_s, _folder};
    auto journal = Journal::open(pathOf(job.instance, job.id));
    if (!journal)
        return journal;
    const QList<QJsonObject> last = lastAttemptOf(journal->records());
    if (!last.isEmpty()) {
        const auto known = static_cast<qint64>(last.first()["job"_L1]["fence"_L1].toDouble());
        if (known > job.fence)
            return Error{ErrorCode::Conflict, u"this attempt's fence is older than the journal's"_s};
        if (!hasStep(last, "abandoned"_L1))
            return journal;
    }
    const QJsonObject begin{{u"step"_s, u"begin"_s}, {u"job"_s, protocol::toJson(job)}};
    if (const auto begun = journal->append(begin); !begun)
        return begun.error();
    return journal;
}

Result<QList<QJsonObject>> JournalFolder::lastAttempt(const QString &instance, const JobId &job) const
{
    const auto records = Journal::read(pathOf(instance, job));
    if (!records)
        return records.error();
    return lastAttemptOf(*records);
}

QList<domain::Job> JournalFolder::unfinished() const
{
    QList<domain::Job> jobs;
    const QFileInfoList folders = QDir(_folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo &folder : folders) {
        for (const QFileInfo &file : journalsIn(folder.filePath())) {
            const auto records = Journal::read(file.filePath());
            if (!records) {
                qCCritical(lcJournal).noquote()
                    << describe(records.error()) << u"instance="_s + folder.fileName();
                continue;
            }
            if (lastAttemptOf(*records).isEmpty()) {
                QFile::remove(file.filePath()); // died before the first record: nothing was done
                continue;
            }
            if (isOver(lastAttemptOf(*records)))
                continue;
            const auto job = protocol::jobFromJson(lastAttemptOf(*records).constFirst()["job"_L1].toObject());
            if (job)
                jobs.append(*job);
            else
                qCCritical(lcJournal).noquote() << describe(job.error().inFile(file.filePath()));
        }
    }
    return jobs;
}

Result<void> JournalFolder::mayPass(const QString &file, const JobId &passing) const
{
    const JobId other(QFileInfo(file).completeBaseName());
    if (other == passing)
        return {};
    const auto records = Journal::read(file);
    if (!records)
        return Error{ErrorCode::Conflict, u"the instance is locked: "_s + describe(records.error())};
    const QList<QJsonObject> last = lastAttemptOf(*records);
    if (hasStep(last, "needs_operator"_L1) && !hasStep(last, "released"_L1))
        return Error{ErrorCode::Conflict,
                     u"the instance is locked: job "_s + other.toString() + u" needs an operator"_s,
                     {},
                     0,
                     0,
                     {},
                     u"put the instance right and roll that job back"_s};
    if (!last.isEmpty() && !isOver(last))
        return Error{ErrorCode::Busy, u"job "_s + other.toString() + u" is not finished on this instance"_s};
    return {};
}

Result<void> JournalFolder::mayChange(const domain::Job &job, const JobId &undoes) const
{
    for (const QFileInfo &file : journalsIn(_folder + u'/' + job.instance)) {
        if (file.completeBaseName() == undoes.toString())
            continue;
        if (const auto passed = mayPass(file.filePath(), job.id); !passed)
            return passed;
    }
    return {};
}

Result<void> JournalFolder::close(const QString &instance, const JobId &job) const
{
    return addTo(instance, job, u"closed"_s);
}

Result<void> JournalFolder::release(const QString &instance, const JobId &job) const
{
    return addTo(instance, job, u"released"_s);
}

Result<void> JournalFolder::addTo(const QString &instance, const JobId &job, const QString &step) const
{
    const QString path = pathOf(instance, job);
    if (!domain::isValidInstanceName(instance) || !QFile::exists(path))
        return {};
    auto journal = Journal::open(path);
    if (!journal)
        return journal.error();
    if (hasStep(lastAttemptOf(journal->records()), QLatin1StringView(step.toLatin1())))
        return {};
    return journal->append({{u"step"_s, step}});
}

Result<QSet<JobId>> JournalFolder::inUse(const QString &instance) const
{
    QSet<JobId> jobs;
    for (const QFileInfo &file : journalsIn(_folder + u'/' + instance)) {
        const auto records = Journal::read(file.filePath());
        if (!records)
            return records.error();
        const QList<QJsonObject> last = lastAttemptOf(*records);
        if (isSettled(last))
            continue;
        jobs.insert(JobId(file.completeBaseName()));
        if (last.isEmpty())
            continue; // it died before its first record
        const auto job = protocol::jobFromJson(last.first()["job"_L1].toObject());
        if (!job)
            return job.error().inFile(file.filePath());
        if (const auto *payload = std::get_if<domain::RollbackPayload>(&job->payload))
            jobs.insert(payload->job);
    }
    return jobs;
}

void JournalFolder::prune(int days) const
{
    const QDateTime oldest = QDateTime::currentDateTimeUtc().addDays(-days);
    for (const QFileInfo &folder : QDir(_folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        for (const QFileInfo &file : journalsIn(folder.filePath())) {
            const auto records = Journal::read(file.filePath());
            const QList<QJsonObject> last = records ? lastAttemptOf(*records) : QList<QJsonObject>();
            if (isSettled(last) && file.lastModified().toUTC() < oldest)
                QFile::remove(file.filePath());
        }
    }
}

} // namespace archivesmp::agent::jobs
