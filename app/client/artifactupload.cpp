// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/artifactupload.h"

#include "common/core/whendone.h"
#include "common/protocol/codec.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QThreadPool>

namespace archivesmp::app::client {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestArtifact = 256LL * 1024 * 1024; // what the host takes

Result<QByteArray> hashOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, file.errorString()}.inFile(path);
    if (file.size() > largestArtifact)
        return Error{ErrorCode::LimitExceeded, u"larger than the 256 MiB that the host takes"_s}.inFile(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file))
        return Error{ErrorCode::Unavailable, u"cannot be read: "_s + file.errorString()}.inFile(path);
    return hash.result();
}

QFuture<Result<QByteArray>> hashInWorker(const QString &path)
{
    auto promise = std::make_shared<QPromise<Result<QByteArray>>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise, path] {
        promise->addResult(hashOf(path));
        promise->finish();
    });
    return promise->future();
}

// The API answers errors as JSON; what is between us and it may not.
Error errorOf(QNetworkReply &reply)
{
    const QJsonObject body = QJsonDocument::fromJson(reply.readAll()).object();
    const QJsonObject error = body.value("error"_L1).isObject() ? body.value("error"_L1).toObject() : body;
    if (error.value("code"_L1).isString())
        return protocol::errorFromJson(error);
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return {ErrorCode::Unavailable, u"the upload failed: "_s + reply.errorString()};
    const ErrorCode code = status == 401 ? ErrorCode::Unauthenticated
        : status == 403                  ? ErrorCode::PermissionDenied
        : status == 413                  ? ErrorCode::LimitExceeded
        : status == 507                  ? ErrorCode::NoSpace
        : status >= 500                  ? ErrorCode::Unavailable
                                         : ErrorCode::InvalidInput;
    return {code, u"the host answered %1 to the upload"_s.arg(status)};
}

} // namespace

ArtifactUpload::ArtifactUpload(Target target, QNetworkAccessManager &network, QObject *parent)
    : QObject(parent)
    , _target(std::move(target))
    , _network(network)
{
    _promise.start();
}

QFuture<Result<QByteArray>> ArtifactUpload::start(const QString &path)
{
    whenDone(hashInWorker(path), this, [this, path](const Result<QByteArray> &sha256) {
        if (sha256)
            put(path, *sha256);
        else
            finish(sha256.error());
    });
    return _promise.future();
}

QFuture<Result<QByteArray>> ArtifactUpload::refuse(const Error &reason)
{
    const QFuture<Result<QByteArray>> future = _promise.future();
    finish(reason);
    return future;
}

void ArtifactUpload::put(const QString &path, const QByteArray &sha256)
{
    auto *const file = new QFile(path, this);
    if (!file->open(QIODevice::ReadOnly)) {
        finish(Error{ErrorCode::NotFound, file->errorString()}.inFile(path));
        return;
    }
    QUrl url = _target.api;
    url.setPath(u"/api/artifacts/"_s + QString::fromLatin1(sha256.toHex()));
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + _target.key.reveal());
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/octet-stream"_s);
    request.setHeader(QNetworkRequest::ContentLengthHeader, file->size());
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setTransferTimeout(static_cast<int>(_target.timeout.count()));
    if (_target.peer) {
        request.setSslConfiguration(_target.peer->configuration);
        request.setPeerVerifyName(_target.peer->verifyName);
    }
    QNetworkReply *const reply = _network.put(request, file);
    reply->setParent(this);
    connect(reply, &QNetworkReply::uploadProgress, this, [this, path](qint64 sent, qint64 total) {
        if (total > 0)
            Q_EMIT progressed(path, sent, total);
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, sha256] { judge(*reply, sha256); });
}

void ArtifactUpload::judge(QNetworkReply &reply, const QByteArray &sha256)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply.error() == QNetworkReply::NoError && status >= 200 && status < 300)
        finish(sha256);
    else
        finish(errorOf(reply));
}

void ArtifactUpload::finish(Result<QByteArray> outcome)
{
    _promise.addResult(std::move(outcome));
    _promise.finish();
    deleteLater();
}

} // namespace archivesmp::app::client
