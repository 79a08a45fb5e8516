// SPDX-License-Identifier: GPL-3.0-or-later
// What the coordinator answers to those who look, and the import.
#include "agent/coordinator/coordinatorcore.h"

#include "common/core/textescape.h"

#include <QFile>
#include <QLoggingCategory>
#include <QPromise>

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcImport, "archivesmp.import", QtInfoMsg)

constexpr int mostFindings = 5000;
constexpr int mostJobs = 1000;
constexpr qint64 largestImportFile = 64 * 1024 * 1024;

Result<void> checkLimit(int limit, int most)
{
    if (limit >= 1 && limit <= most)
        return {};
    return Error{ErrorCode::InvalidArgument,
                 u"limit out of range: "_s + QString::number(limit),
                 {},
                 0,
                 0,
                 u"limit"_s,
                 u"use 1 to "_s + QString::number(most)};
}

expectations::ImportSource::Content contentOf(protocol::ImportFile::Content content)
{
    using Content = expectations::ImportSource::Content;
    switch (content) {
    case protocol::ImportFile::Content::Universal:
        return Content::Universal;
    case protocol::ImportFile::Content::Variable:
        return Content::Variable;
    case protocol::ImportFile::Content::Matrix:
        return Content::Matrix;
    case protocol::ImportFile::Content::Rules:
        return Content::Rules;
    }
    Q_UNREACHABLE();
}

Result<expectations::ImportSource> readSource(const protocol::ImportFile &file, const Result<QString> &path)
{
    if (!path)
        return path.error().inFile(file.name);
    QFile bytes(*path);
    if (!bytes.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, bytes.errorString()}.inFile(file.name);
    if (bytes.size() > largestImportFile)
        return Error{ErrorCode::LimitExceeded, u"larger than 64 MiB"_s}.inFile(file.name);
    return expectations::ImportSource{contentOf(file.content), file.platform, file.name, bytes.readAll()};
}

Result<QList<expectations::ImportSource>> readSources(const QList<protocol::ImportFile> &files,
                                                      const QList<QFuture<Result<QString>>> &paths)
{
    QList<expectations::ImportSource> sources;
    for (qsizetype i = 0; i < files.size(); ++i) {
        const auto source = readSource(files.at(i), paths.at(i).result());
        if (!source)
            return source.error();
        sources.append(*source);
    }
    return sources;
}

// A JAR or a sealed backup that somebody named by mistake.
bool isKeptArtifact(const QString &path)
{
    QFile file(path);
    const QByteArray head = file.open(QIODevice::ReadOnly) ? file.read(8) : QByteArray();
    return head.startsWith("PK\x03\x04") || head == "ASMPSEAL";
}

} // namespace

Result<void> CoordinatorCore::checkServer(const QString &name)
{
    if (name.isEmpty())
        return {};
    const auto known = _stores->fleet().server(name);
    if (!known)
        return known.error();
    if (*known)
        return {};
    return Error{ErrorCode::InvalidArgument, u"no server "_s + excerpt(name)}.atField(u"server"_s);
}

Result<protocol::FleetState> CoordinatorCore::fleet(const protocol::GetFleet &ask)
{
    if (const auto known = checkServer(ask.server); !known)
        return known.error();
    const auto servers = watch.servers(ask.server);
    const auto instances = _stores->fleet().instances(ask.server);
    const auto plugins = _stores->fleet().plugins(ask.server);
    if (!servers)
        return servers.error();
    if (!instances)
        return instances.error();
    if (!plugins)
        return plugins.error();
    const auto unresolved = _stores->scans().unresolved();
    if (!unresolved)
        return unresolved.error();
    return protocol::FleetState{*servers,
                                *instances,
                                *plugins,
                                watch.engines(ask.server),
                                expectations.hasExpectations(),
                                _workspace.log.sequence(),
                                expectations.version(),
                                *unresolved};
}

Result<protocol::FindingPage> CoordinatorCore::findings(const protocol::ListFindings &ask)
{
    if (const auto fits = checkLimit(ask.limit, mostFindings); !fits)
        return fits.error();
    if (const auto known = checkServer(ask.server); !known)
        return known.error();
    protocol::ListFindings query = ask;
    query.offset = std::max<qint64>(0, ask.offset);
    if (!ask.instance.isEmpty()) {
        const bool isQualified = ask.server.isEmpty() || ask.instance.contains(u'/');
        const auto instance
            = inventory.resolve(isQualified ? ask.instance : ask.server + u'/' + ask.instance);
        if (!instance)
            return instance.error().atField(u"instance"_s);
        if (!ask.server.isEmpty() && instance->ref.server != ask.server)
            return Error{ErrorCode::InvalidArgument, ask.instance + u" is not on "_s + ask.server};
        query.server = instance->ref.server;
        query.instance = instance->ref.name;
    }
    auto page = _stores->findings().list(query);
    if (page)
        page->sequence = _workspace.log.sequence();
    return page;
}

Result<protocol::FindingDetail> CoordinatorCore::finding(const protocol::GetFinding &ask)
{
    const auto finding = _stores->findings().find(ask.id);
    if (!finding)
        return finding.error();
    if (!*finding)
        return Error{ErrorCode::NotFound, u"no open finding "_s + excerpt(ask.id.toString())};
    return _cards.ofFinding(**finding);
}

Result<protocol::JobPage> CoordinatorCore::jobs(const protocol::ListJobs &ask)
{
    if (const auto fits = checkLimit(ask.limit, mostJobs); !fits)
        return fits.error();
    if (const auto known = checkServer(ask.server); !known)
        return known.error();
    const auto jobs = _stores->jobs().list({ask.server, ask.status, ask.limit});
    if (!jobs)
        return jobs.error();
    return protocol::JobPage{*jobs, _workspace.log.sequence()};
}

Result<protocol::JobDetail> CoordinatorCore::job(const protocol::GetJob &ask)
{
    const auto record = _stores->jobs().find(ask.id);
    if (!record)
        return record.error();
    if (!*record)
        return Error{ErrorCode::NotFound, u"no such job: "_s + excerpt(ask.id.toString())};
    const auto children = _stores->jobs().children(ask.id);
    if (!children)
        return children.error();
    const auto events = _stores->jobs().events(ask.id);
    if (!events)
        return events.error();
    protocol::JobDetail detail{(*record)->job, {}, *events};
    for (const JobRecord &child : *children)
        detail.children.append(child.job);
    return detail;
}

QFuture<Result<protocol::ImportReply>> CoordinatorCore::import(const User &by,
                                                               const protocol::ImportExpectations &ask)
{
    if (ask.files.isEmpty()) {
        return QtFuture::makeReadyFuture(
            Result<protocol::ImportReply>(Error{ErrorCode::InvalidArgument, u"nothing to import"_s}));
    }
    QList<QFuture<Result<QString>>> paths;
    for (const protocol::ImportFile &file : ask.files)
        paths.append(artifacts->fetch(file.artifact));
    return QtFuture::whenAll(paths.begin(), paths.end())
        .then(this,
              [this, by, ask](const QList<QFuture<Result<QString>>> &found) {
                  Result<QList<expectations::ImportSource>> sources = readSources(ask.files, found);
                  return forgetImportFiles(ask.files, found).then(this, [this, by, ask, sources] {
                      if (!sources)
                          return Result<protocol::ImportReply>(sources.error());
                      auto reply = expectations.import(by, ask, *sources);
                      soonDispatch();
                      return reply;
                  });
              })
        .unwrap();
}

// They hold the expected secrets in clear: once they are read, nothing of them stays in the store.
QFuture<void> CoordinatorCore::forgetImportFiles(const QList<protocol::ImportFile> &files,
                                                 const QList<QFuture<Result<QString>>> &found)
{
    QList<QFuture<void>> removals{QtFuture::makeReadyFuture()};
    for (qsizetype i = 0; i < files.size(); ++i) {
        const Result<QString> path = found.at(i).result();
        if (!path || isKeptArtifact(*path))
            continue;
        removals.append(artifacts->remove(files.at(i).artifact)
                            .then(this, [this, file = files.at(i)](const Result<void> &removed) {
                                const auto gone
                                    = removed ? _stores->artifacts().remove(file.artifact) : removed;
                                if (!gone)
                                    qCCritical(lcImport).noquote()
                                        << describe(gone.error().inFile(file.name).because(
                                               u"the artifact store still holds an imported file"_s));
                            }));
    }
    return QtFuture::whenAll(removals.begin(), removals.end()).then([](const QList<QFuture<void>> &) {});
}

} // namespace archivesmp::agent::coordinator
