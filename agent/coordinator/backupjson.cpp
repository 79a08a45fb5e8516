// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/backupjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

Result<Backup> backupFromJson(const QByteArray &json, const Job &job, const QDateTime &now)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    Backup backup;
    backup.id = BackupId(object.value("id"_L1).toString());
    if (backup.id.isEmpty())
        return Error{ErrorCode::InvalidInput, u"a backup without an id"_s}.atField(u"backup"_s);
    backup.instance = {job.server, job.instance};
    backup.job = job.id;
    backup.createdAt = QDateTime::fromString(object.value("created_at"_L1).toString(), Qt::ISODateWithMs);
    if (!backup.createdAt.isValid())
        backup.createdAt = now;
    backup.artifact = object.value("artifact"_L1).toString();
    const auto files = object.value("files"_L1).toArray();
    for (const QJsonValue &file : files) {
        backup.files.append({file["path"_L1].toString(),
                             QByteArray::fromHex(file["sha256"_L1].toString().toLatin1()),
                             file["size"_L1].toInteger()});
    }
    return backup;
}

} // namespace archivesmp::agent::coordinator
