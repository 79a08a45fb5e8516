// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/resultspool.h"

#include "agent/instances/fileio.h"
#include "common/protocol/jobmembers.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLoggingCategory>

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;
using protocol::JobResult;

namespace {

Q_LOGGING_CATEGORY(lcSpool, "archivesmp.spool", QtInfoMsg)

// The file's own shape: it outlives updates of the agent, whatever becomes of the wire.
struct Spooled
{
    JobResult result;
    QString backup;
};

} // namespace
} // namespace archivesmp::agent::jobs

template <>
struct archivesmp::protocol::JsonMembers<archivesmp::agent::jobs::Spooled>
{
    static void visit(auto &io, auto &x)
    {
        io.required("job"_L1, x.result.job);
        io.required("attempt"_L1, x.result.attempt);
        io.required("fence"_L1, x.result.fence);
        io.required("status"_L1, x.result.status);
        io.optional("error_code"_L1, x.result.errorCode);
        io.optional("message"_L1, x.result.message);
        io.optional("events"_L1, x.result.events);
        io.optional("plugins"_L1, x.result.plugins);
        io.optional("instance"_L1, x.result.instance);
        io.optional("backup"_L1, x.backup);
    }
};

namespace archivesmp::agent::jobs {

ResultSpool::ResultSpool(QString folder)
    : _folder(std::move(folder))
{
    QDir().mkpath(_folder);
}

QString ResultSpool::pathOf(const JobResult &result) const
{
    return _folder + u'/' + result.job.toString() + u'-' + QString::number(result.attempt) + u".json"_s;
}

Result<void> ResultSpool::put(const JobResult &result) const
{
    const Spooled spooled{result, QString::fromUtf8(result.backup)};
    return instances::writeOwnFile(pathOf(result), QJsonDocument(protocol::objectOf(spooled)).toJson());
}

QList<JobResult> ResultSpool::waiting() const
{
    QList<JobResult> results;
    const QDir folder(_folder);
    for (const QString &name : folder.entryList({u"*.json"_s}, QDir::Files, QDir::Time | QDir::Reversed)) {
        QFile file(folder.filePath(name));
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        auto spooled = protocol::fromObject<Spooled>(QJsonDocument::fromJson(bytes).object());
        if (!spooled) {
            qCCritical(lcSpool).noquote() << describe(spooled.error().inFile(file.fileName()));
            file.rename(file.fileName() + u".unreadable"_s);
            continue;
        }
        spooled->result.backup = spooled->backup.toUtf8();
        results.append(spooled->result);
    }
    return results;
}

bool ResultSpool::remove(const JobResult &result) const
{
    return QFile::remove(pathOf(result));
}

} // namespace archivesmp::agent::jobs
