// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/filechange.h"

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using instances::InstanceFolder;

Result<QByteArray> hashOrNothing(const InstanceFolder &folder, const QString &path)
{
    auto hash = folder.sha256(path, largestJar);
    if (!hash && hash.error().code == ErrorCode::NotFound)
        return QByteArray();
    return hash;
}

Result<DiskState> diskState(const InstanceFolder &folder, const QList<FileChange> &changes,
                            PluginFiles pluginFiles, DiskState whereNothingSpeaks)
{
    bool allOld = true;
    bool allNew = true;
    int compared = 0;
    for (const FileChange &change : changes) {
        if (change.ownedByPlugin && pluginFiles == PluginFiles::Skip)
            continue;
        compared += 1;
        const auto present = hashOrNothing(folder, change.path);
        if (!present)
            return present.error();
        if (*present != change.oldSha256 && *present != change.newSha256)
            return DiskState::Other;
        allOld = allOld && *present == change.oldSha256;
        allNew = allNew && *present == change.newSha256;
    }
    if (compared == 0)
        return whereNothingSpeaks;
    return allNew ? DiskState::New : allOld ? DiskState::Old : DiskState::Mixed;
}

QJsonArray toJson(const QList<FileChange> &changes)
{
    QJsonArray array;
    for (const FileChange &change : changes) {
        array.append(QJsonObject{{u"path"_s, change.path},
                                 {u"old"_s, QString::fromLatin1(change.oldSha256.toHex())},
                                 {u"new"_s, QString::fromLatin1(change.newSha256.toHex())},
                                 {u"staged"_s, change.staged},
                                 {u"owned_by_plugin"_s, change.ownedByPlugin}});
    }
    return array;
}

QList<FileChange> fileChangesFromJson(const QJsonArray &json)
{
    QList<FileChange> changes;
    for (const QJsonValue &item : json) {
        changes.append({item["path"_L1].toString(), QByteArray::fromHex(item["old"_L1].toString().toLatin1()),
                        QByteArray::fromHex(item["new"_L1].toString().toLatin1()),
                        item["staged"_L1].toString(), item["owned_by_plugin"_L1].toBool()});
    }
    return changes;
}

} // namespace archivesmp::agent::deployments
