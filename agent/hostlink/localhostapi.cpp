// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/hostlink/localhostapi.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryFile>

namespace archivesmp::agent::hostlink {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype copyStep = 256 * 1024;

Result<void> copyContent(QFile &from, QFile &to, QCryptographicHash &hash)
{
    while (!from.atEnd()) {
        const QByteArray bytes = from.read(copyStep);
        if (bytes.isEmpty())
            return Error{ErrorCode::Internal, u"cannot read it: "_s + from.errorString(), from.fileName()};
        hash.addData(bytes);
        if (to.write(bytes) != bytes.size())
            return Error{ErrorCode::NoSpace, u"cannot write it: "_s + to.errorString(), to.fileName()};
    }
    if (!to.flush())
        return Error{ErrorCode::NoSpace, u"cannot write it: "_s + to.errorString(), to.fileName()};
    return {};
}

// In a thread of the pool: a JAR may be large.
Result<void> copyChecked(const QString &source, const QString &path, const QByteArray &sha256)
{
    QFile from(source);
    if (!from.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, u"cannot read it: "_s + from.errorString(), source};
    QFile to(path);
    if (!to.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return Error{ErrorCode::AlreadyExists, u"cannot make it: "_s + to.errorString(), path};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    Result<void> copied = copyContent(from, to, hash);
    if (copied && hash.result() != sha256)
        copied = Error{ErrorCode::Corrupt, u"the stored artifact has another SHA-256"_s, source};
    if (!copied)
        to.remove();
    return copied;
}

// The store takes the file that it is given away; the worker keeps its own.
Result<QString> copyBeside(const QString &path)
{
    QFile from(path);
    if (!from.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, u"cannot read it: "_s + from.errorString(), path};
    QTemporaryFile to(path + u".XXXXXX"_s);
    if (!to.open())
        return Error{ErrorCode::NoSpace, u"cannot copy it: "_s + to.errorString(), path};
    QCryptographicHash unused(QCryptographicHash::Sha256);
    if (const auto copied = copyContent(from, to, unused); !copied)
        return copied.error();
    to.setAutoRemove(false);
    return to.fileName();
}

} // namespace

LocalHostApi::LocalHostApi(coordinator::FleetService &fleet, const QString &server)
    : _fleet(fleet)
    , _agent{server, domain::UserRole::Agent, server}
    , _waiters(fleet)
{ }

LocalHostApi::~LocalHostApi() = default;

QFuture<Result<protocol::AgentWelcome>> LocalHostApi::hello(const protocol::AgentHello &hello)
{
    return _fleet.hello(_agent, hello);
}

QFuture<Result<protocol::HeartbeatReply>> LocalHostApi::heartbeat(const protocol::Heartbeat &beat)
{
    return _fleet.heartbeat(_agent, beat);
}

QFuture<Result<std::optional<JobId>>> LocalHostApi::next(std::chrono::seconds wait)
{
    return _waiters.next(_agent, wait);
}

QFuture<Result<protocol::ClaimedJob>> LocalHostApi::claim(const protocol::ClaimRequest &request)
{
    return _fleet.claim(_agent, request);
}

QFuture<Result<protocol::RenewReply>> LocalHostApi::renew(const protocol::RenewRequest &request)
{
    return _fleet.renew(_agent, request);
}

QFuture<Result<void>> LocalHostApi::report(const protocol::ScanReportPart &part)
{
    return _fleet.report(_agent, part);
}

QFuture<Result<void>> LocalHostApi::finish(const protocol::JobResult &result)
{
    return _fleet.finish(_agent, result);
}

QFuture<Result<void>> LocalHostApi::record(const protocol::LocalDeed &deed)
{
    return _fleet.record(_agent, deed);
}

QFuture<Result<QByteArray>> LocalHostApi::expectations(const QByteArray &wantedHash)
{
    return _fleet.expectations(_agent.server, wantedHash);
}

QFuture<Result<void>> LocalHostApi::fetchArtifact(const QByteArray &sha256, const QString &path)
{
    return _fleet.locateArtifact(sha256).then(QtFuture::Launch::Async,
                                              [sha256, path](const Result<QString> &source) -> Result<void> {
                                                  if (!source)
                                                      return source.error();
                                                  return copyChecked(*source, path, sha256);
                                              });
}

QFuture<Result<void>> LocalHostApi::storeArtifact(const QByteArray &sha256, const QString &path)
{
    return QtFuture::makeReadyFuture(path)
        .then(QtFuture::Launch::Async, copyBeside)
        .then([&fleet = _fleet, agent = _agent, sha256](const Result<QString> &copy) {
            if (!copy)
                return QtFuture::makeReadyFuture(Result<void>(copy.error()));
            return fleet.putArtifact(agent, sha256, *copy).then([path = *copy](const Result<void> &stored) {
                if (!stored)
                    QFile::remove(path);
                return stored;
            });
        })
        .unwrap();
}

} // namespace archivesmp::agent::hostlink
