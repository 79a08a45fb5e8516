// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/rollbacksource.h"

#include "common/core/textescape.h"

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using instances::InstanceFolder;

namespace {

// The change that puts one file back; none where it is as it was.
Result<std::optional<FileChange>> changeFor(const InstanceFolder &folder, const JobId &job,
                                            const BackupEntry &entry, int number)
{
    const auto present = hashOrNothing(folder, entry.path);
    if (!present)
        return present.error();
    if (*present == entry.sha256)
        return std::optional<FileChange>();
    if (!entry.ownedByPlugin && *present != entry.newSha256) {
        return Error{ErrorCode::Conflict, u"changed since that job; it is not overwritten"_s,
                     escapedForDisplay(entry.path)};
    }
    FileChange change{entry.path, *present, entry.sha256, {}, entry.ownedByPlugin};
    if (!entry.copy.isEmpty()) {
        auto staged = stageOld(folder, job, entry, number);
        if (!staged)
            return staged.error();
        change.staged = *staged;
    }
    return std::optional(change);
}

} // namespace

RollbackSource::RollbackSource(domain::Job job, QString root, BackupArchives *archives)
    : _job(std::move(job))
    , _root(std::move(root))
    , _archives(archives)
{
    if (const auto *payload = std::get_if<domain::RollbackPayload>(&_job.payload))
        _payload = *payload;
}

Task<Result<void>> RollbackSource::fetch(std::shared_ptr<jobs::JobRun> run)
{
    if (_payload.job.isEmpty()) {
        co_return Error{
            ErrorCode::InvalidArgument, u"the job does not say what to undo"_s, {}, 0, 0, u"payload"_s};
    }
    if (!_archives)
        co_return Result<void>();
    const auto folder = InstanceFolder::open(_root, _job.instance);
    if (!folder)
        co_return folder.error();
    const auto brought = co_await _archives->bringBack(*folder, _payload.job, _payload.artifact);
    if (!brought)
        co_return brought.error();
    if (!brought->isEmpty())
        run->note(*brought);
    co_return Result<void>();
}

Result<Preparation> RollbackSource::prepare(const InstanceFolder &folder, Phase)
{
    const auto backup = readBackup(folder, _payload.job);
    if (!backup)
        return backup.error();
    Preparation preparation;
    for (qsizetype i = 0; i < backup->entries.size(); ++i) {
        const auto change = changeFor(folder, _job.id, backup->entries.at(i), int(i));
        if (!change)
            return change.error();
        if (*change)
            preparation.changes.append(**change);
    }
    return preparation;
}

Result<QString> RollbackSource::prove(const InstanceFolder &folder)
{
    const auto backup = readBackup(folder, _payload.job);
    if (!backup)
        return backup.error();
    int files = 0;
    for (const BackupEntry &entry : backup->entries) {
        const auto present = hashOrNothing(folder, entry.path);
        if (!present)
            return present.error();
        if (*present != entry.sha256 && !entry.ownedByPlugin)
            return Error{ErrorCode::Conflict, u"it is not the old content"_s, escapedForDisplay(entry.path)};
        files += *present == entry.sha256 ? 1 : 0;
    }
    return QString(u"verified · "_s + QString::number(files) + (files == 1 ? u" file"_s : u" files"_s)
                   + u" as before job "_s + _payload.job.toString());
}

} // namespace archivesmp::agent::deployments
