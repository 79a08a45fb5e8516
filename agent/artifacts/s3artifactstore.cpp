// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/artifacts/s3artifactstore.h"

#include "agent/artifacts/filehash.h"

#include <QFile>
#include <QNetworkReply>
#include <QPromise>
#include <QTemporaryFile>

#include <memory>

namespace archivesmp::agent::artifacts {

using namespace Qt::StringLiterals;

namespace {

constexpr auto emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr qint64 largestArtifact = qint64(256) * 1024 * 1024;

template <typename T>
std::function<void(const Result<T> &)> giving(const std::shared_ptr<QPromise<Result<T>>> &promise)
{
    return [promise](const Result<T> &result) {
        promise->addResult(result);
        promise->finish();
    };
}

template <typename T>
std::shared_ptr<QPromise<Result<T>>> newPromise()
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    return promise;
}

} // namespace

S3ArtifactStore::S3ArtifactStore(S3Options options, const Clock &clock, QObject *parent)
    : QObject(parent)
    , _options(std::move(options))
    , _clock(clock)
    , _cache(_options.cacheFolder)
{
    // A store that sends us elsewhere does not get our signature there.
    _network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

QUrl S3ArtifactStore::urlOf(const QByteArray &sha256) const
{
    const QString name = QString::fromLatin1(sha256.toHex());
    QUrl url = _options.endpoint;
    url.setPath(u'/' + _options.bucket + u"/artifacts/"_s + name.left(2) + u'/' + name);
    return url;
}

QNetworkReply *S3ArtifactStore::send(const QByteArray &method, const QUrl &url, const QByteArray &payloadHash,
                                     QIODevice *body)
{
    QNetworkRequest request(url);
    request.setTransferTimeout(int(_options.idleTimeout.count()));
    const auto headers = signedHeaders(method, url, payloadHash, _clock.now(), _options.credentials);
    for (auto it = headers.begin(); it != headers.end(); ++it)
        request.setRawHeader(it.key(), it.value());
    if (method == "HEAD")
        return _network.head(request);
    if (method == "GET")
        return _network.get(request);
    if (method == "DELETE")
        return _network.deleteResource(request);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/octet-stream"_s);
    return body == nullptr ? _network.put(request, QByteArray()) : _network.put(request, body);
}

Result<void> S3ArtifactStore::outcomeOf(QNetworkReply &reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString what = _options.endpoint.toString() + u": "_s;
    // Every S3 numbers its answers; an empty answer may call itself a page all the same.
    const bool isPage = reply.header(QNetworkRequest::ContentTypeHeader).toString().startsWith(u"text/html"_s)
        && !reply.hasRawHeader("x-amz-request-id");
    Result<void> outcome;
    if (status == 0 || status >= 500) {
        outcome = Error{ErrorCode::Unavailable, what + reply.errorString()};
    } else if (isPage) {
        outcome = Error{ErrorCode::Unavailable,
                        what + u"answers with a web page"_s,
                        {},
                        0,
                        0,
                        {},
                        u"name the port of the S3 interface: MinIO's is usually 9000, 9001 is its console"_s};
    } else if (status == 403 || status == 401) {
        outcome = Error{ErrorCode::PermissionDenied,
                        what + u"the access key or its secret is refused"_s,
                        {},
                        0,
                        0,
                        {},
                        u"check minio.access_key, minio.secret_key and this machine's clock"_s};
    } else if (status == 404) {
        outcome = Error{ErrorCode::NotFound, what + u"there is no such artifact"_s};
    } else if (status >= 300) {
        outcome = Error{ErrorCode::Unavailable, what + u"unexpected status "_s + QString::number(status)};
    }
    const bool isUp = outcome || outcome.error().code == ErrorCode::NotFound;
    Q_EMIT stateChanged(isUp, isUp ? QString() : outcome.error().message);
    return outcome;
}

QFuture<Result<void>> S3ArtifactStore::put(const QByteArray &sha256, const QString &path)
{
    const auto promise = newPromise<void>();
    // The store checks the hash as well, but an upload that cannot succeed is not worth beginning.
    _cache.check(sha256, path).then(this, [this, sha256, path, promise](const Result<void> &checked) {
        if (!checked)
            return giving<void>(promise)(checked);
        ensureBucket([this, sha256, path, promise](const Result<void> &ready) {
            if (ready)
                upload(sha256, path, giving<void>(promise));
            else
                giving<void>(promise)(ready);
        });
    });
    return promise->future();
}

void S3ArtifactStore::upload(const QByteArray &sha256, const QString &path, const Done &done)
{
    auto *file = new QFile(path, this);
    if (!file->open(QIODevice::ReadOnly)) {
        const Error error = Error{ErrorCode::NotFound, file->errorString()}.inFile(path);
        file->deleteLater();
        return done(error);
    }
    QNetworkReply *reply = send("PUT", urlOf(sha256), sha256.toHex(), file);
    file->setParent(reply);
    connect(reply, &QNetworkReply::finished, this, [this, reply, done] {
        reply->deleteLater();
        const auto outcome = outcomeOf(*reply);
        if (!outcome && outcome.error().code == ErrorCode::NotFound)
            _hasBucket = false; // somebody took it away
        done(outcome);
    });
}

// Asked for before an upload: a store that refuses one early leaves the sender with half of its bytes and no
// answer.
void S3ArtifactStore::ensureBucket(const Done &done)
{
    if (_hasBucket)
        return done({});
    // Uploads that come together ask once: making one bucket twice at the same time is an error to some
    // stores.
    _waitingForBucket.append(done);
    if (_waitingForBucket.size() > 1)
        return;
    const Done everybody = [this](const Result<void> &outcome) {
        const QList<Done> waiting = std::exchange(_waitingForBucket, {});
        for (const Done &next : waiting)
            next(outcome);
    };
    QUrl url = _options.endpoint;
    url.setPath(u'/' + _options.bucket);
    QNetworkReply *reply = send("HEAD", url, emptyHash, nullptr);
    connect(reply, &QNetworkReply::finished, this, [this, reply, everybody] {
        reply->deleteLater();
        const auto outcome = outcomeOf(*reply);
        _hasBucket = outcome.has_value();
        if (!outcome && outcome.error().code == ErrorCode::NotFound)
            makeBucket(everybody);
        else
            everybody(outcome);
    });
}

void S3ArtifactStore::makeBucket(const Done &done)
{
    QUrl url = _options.endpoint;
    url.setPath(u'/' + _options.bucket);
    QNetworkReply *reply = send("PUT", url, emptyHash, nullptr);
    connect(reply, &QNetworkReply::finished, this, [this, reply, done] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const auto outcome = status == 409 ? Result<void>() : outcomeOf(*reply); // 409: it is there
        _hasBucket = outcome.has_value();
        done(outcome);
    });
}

QFuture<Result<QString>> S3ArtifactStore::fetch(const QByteArray &sha256)
{
    const auto promise = newPromise<QString>();
    _cache.fetch(sha256).then(this, [this, sha256, promise](const Result<QString> &cached) {
        if (cached || cached.error().code == ErrorCode::InvalidArgument)
            giving<QString>(promise)(cached);
        else
            download(sha256, giving<QString>(promise));
    });
    return promise->future();
}

void S3ArtifactStore::download(const QByteArray &sha256,
                               const std::function<void(const Result<QString> &)> &done)
{
    auto *file = new QTemporaryFile(this);
    if (!file->open()) {
        const Error error{ErrorCode::NoSpace, file->errorString(), file->fileTemplate()};
        file->deleteLater();
        return done(error);
    }
    QNetworkReply *reply = send("GET", urlOf(sha256), emptyHash, nullptr);
    file->setParent(reply);
    connect(reply, &QNetworkReply::readyRead, file, [reply, file] {
        if (file->write(reply->readAll()) < 0 || file->size() > largestArtifact)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, file, sha256, done] {
        if (const auto outcome = outcomeOf(*reply); !outcome) {
            reply->deleteLater();
            return done(outcome.error());
        }
        file->flush();
        // The cache takes it only if it is what was asked for.
        _cache.put(sha256, file->fileName())
            .then(this, [this, reply, sha256, done](const Result<void> &kept) {
                reply->deleteLater();
                if (!kept)
                    return done(kept.error());
                _cache.fetch(sha256).then(this, done);
            });
    });
}

QFuture<Result<bool>> S3ArtifactStore::contains(const QByteArray &sha256)
{
    const auto promise = newPromise<bool>();
    QNetworkReply *reply = send("HEAD", urlOf(sha256), emptyHash, nullptr);
    connect(reply, &QNetworkReply::finished, this, [this, reply, promise] {
        reply->deleteLater();
        const auto outcome = outcomeOf(*reply);
        if (outcome)
            giving<bool>(promise)(true);
        else if (outcome.error().code == ErrorCode::NotFound)
            giving<bool>(promise)(false);
        else
            giving<bool>(promise)(outcome.error());
    });
    return promise->future();
}

QFuture<Result<void>> S3ArtifactStore::remove(const QByteArray &sha256)
{
    const auto promise = newPromise<void>();
    _cache.remove(sha256).then(this, [this, sha256, promise](const Result<void> &forgotten) {
        if (!forgotten)
            return giving<void>(promise)(forgotten);
        QNetworkReply *reply = send("DELETE", urlOf(sha256), emptyHash, nullptr);
        connect(reply, &QNetworkReply::finished, this, [this, reply, promise] {
            reply->deleteLater();
            const auto outcome = outcomeOf(*reply);
            const bool isGone = outcome || outcome.error().code == ErrorCode::NotFound;
            giving<void>(promise)(isGone ? Result<void>() : outcome);
        });
    });
    return promise->future();
}

} // namespace archivesmp::agent::artifacts
