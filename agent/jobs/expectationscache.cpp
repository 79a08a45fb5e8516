// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/expectationscache.h"

#include "agent/instances/fileio.h"

#include <QCryptographicHash>
#include <QFile>
#include <QLoggingCategory>

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcExpectations, "archivesmp.expectations", QtInfoMsg)

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, file.errorString(), path};
    return file.readAll();
}

} // namespace

ExpectationsCache::ExpectationsCache(HostApi &host, QThreadPool &pool, QString file)
    : _host(host)
    , _pool(pool)
    , _file(std::move(file))
{ }

Task<Result<QByteArray>> ExpectationsCache::get(QByteArray hash)
{
    const auto reading = runOn(_pool, [path = _file] { return readFile(path); });
    const auto cached = co_await answerOf(reading);
    if (cached && hashOf(*cached) == hash)
        co_return *cached;

    const auto fetched = co_await answerOf(_host.expectations(hash));
    if (!fetched)
        co_return fetched.error();
    if (hashOf(*fetched) != hash)
        co_return Error{ErrorCode::Corrupt,
                        u"the expectations that came have another hash than those announced"_s};
    const auto keeping
        = runOn(_pool, [path = _file, bytes = *fetched] { return instances::writeOwnFile(path, bytes); });
    const auto kept = co_await answerOf(keeping);
    if (!kept)
        qCWarning(lcExpectations).noquote()
            << describe(kept.error().because(u"expectations are not cached"_s));
    co_return *fetched;
}

} // namespace archivesmp::agent::jobs
