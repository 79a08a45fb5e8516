// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/scancache.h"

#include "agent/instances/fileio.h"
#include "common/protocol/domainjson.h"

#include <QDir>
#include <QJsonDocument>
#include <QLoggingCategory>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcScanCache, "archivesmp.scancache", QtInfoMsg)

Result<domain::DriftReport> readReport(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, file.errorString()};
    return protocol::driftReportFromJson(QJsonDocument::fromJson(file.readAll()).object());
}

} // namespace

ScanCache::ScanCache(QString folder)
    : _folder(std::move(folder))
{
    QDir().mkpath(_folder);
}

QString ScanCache::pathOf(const QString &instance) const
{
    return _folder + u'/' + instance + u".json"_s;
}

QList<domain::DriftReport> ScanCache::load(const QString &server) const
{
    QList<domain::DriftReport> reports;
    const QDir folder(_folder);
    for (const QString &name : folder.entryList({u"*.json"_s}, QDir::Files, QDir::Name)) {
        const auto report = readReport(folder.filePath(name));
        const bool fits = report && report->instance.server == server
            && pathOf(report->instance.name) == folder.filePath(name);
        if (fits) {
            reports.append(*report);
            continue;
        }
        qCWarning(lcScanCache).noquote() << "a cached scan is not used:" << folder.filePath(name)
                                         << (report ? QString() : describe(report.error()));
        QFile::remove(folder.filePath(name));
    }
    return reports;
}

Result<void> ScanCache::store(const domain::DriftReport &report) const
{
    return instances::writeOwnFile(pathOf(report.instance.name),
                                   QJsonDocument(protocol::toJson(report)).toJson(QJsonDocument::Compact));
}

void ScanCache::forget(const QString &instance) const
{
    QFile::remove(pathOf(instance));
}

} // namespace archivesmp::agent::ownserver
