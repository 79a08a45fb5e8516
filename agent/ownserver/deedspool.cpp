// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/deedspool.h"

#include "agent/instances/fileio.h"
#include "common/protocol/hostjson.h"

#include <QDir>
#include <QJsonDocument>
#include <QLoggingCategory>

#include <algorithm>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;
using protocol::LocalDeed;

namespace {

Q_LOGGING_CATEGORY(lcDeeds, "archivesmp.deeds", QtInfoMsg)

} // namespace

DeedSpool::DeedSpool(QString folder)
    : _folder(std::move(folder))
{
    QDir().mkpath(_folder);
}

QString DeedSpool::pathOf(const LocalDeed &deed) const
{
    return _folder + u'/' + deed.job.toString() + u'-' + deed.action + u".json"_s;
}

Result<void> DeedSpool::put(const LocalDeed &deed) const
{
    return instances::writeOwnFile(pathOf(deed), QJsonDocument(protocol::toJson(deed)).toJson());
}

QList<LocalDeed> DeedSpool::waiting() const
{
    QList<LocalDeed> deeds;
    const QDir folder(_folder);
    for (const QString &name : folder.entryList({u"*.json"_s}, QDir::Files)) {
        QFile file(folder.filePath(name));
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        const auto deed = protocol::localDeedFromJson(QJsonDocument::fromJson(bytes).object());
        if (!deed) {
            qCCritical(lcDeeds).noquote() << describe(deed.error().inFile(file.fileName()));
            file.rename(file.fileName() + u".unreadable"_s);
            continue;
        }
        deeds.append(*deed);
    }
    std::sort(deeds.begin(), deeds.end(), [](const LocalDeed &a, const LocalDeed &b) { return a.at < b.at; });
    return deeds;
}

bool DeedSpool::remove(const LocalDeed &deed) const
{
    return QFile::remove(pathOf(deed));
}

void DeedSpool::setAside(const LocalDeed &deed) const
{
    QFile::rename(pathOf(deed), pathOf(deed) + u".refused"_s);
}

} // namespace archivesmp::agent::ownserver
