// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/artifacts/folderartifactstore.h"
#include "agent/artifacts/sigv4.h"
#include "common/core/clock.h"

#include <QNetworkAccessManager>
#include <QObject>

#include <chrono>

namespace archivesmp::agent::artifacts {

struct S3Options
{
    QUrl endpoint;                                 // http://127.0.0.1:9000; without a path
    QString bucket = QStringLiteral("archivesmp"); // made where it does not exist
    S3Credentials credentials;
    QString cacheFolder; // what was fetched stays there and is checked each time
    std::chrono::milliseconds idleTimeout = std::chrono::seconds(30);
};

// Artifacts in a bucket of MinIO or any other S3, as artifacts/ab/abcdef…; addressed by path. Lives in the
// coordinator's thread.
class S3ArtifactStore final : public QObject, public coordinator::ArtifactStore
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(S3ArtifactStore)

public:
    S3ArtifactStore(S3Options options, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] QFuture<Result<void>> put(const QByteArray &sha256, const QString &path) override;
    [[nodiscard]] QFuture<Result<QString>> fetch(const QByteArray &sha256) override;
    [[nodiscard]] QFuture<Result<bool>> contains(const QByteArray &sha256) override;
    [[nodiscard]] QFuture<Result<void>> remove(const QByteArray &sha256) override;

Q_SIGNALS:
    // Whether the store answered, after each call; `reason` is empty where it did.
    void stateChanged(bool up, const QString &reason);

private:
    using Done = std::function<void(const Result<void> &)>;

    [[nodiscard]] QUrl urlOf(const QByteArray &sha256) const;
    [[nodiscard]] QNetworkReply *send(const QByteArray &method, const QUrl &url,
                                      const QByteArray &payloadHash, QIODevice *body);
    [[nodiscard]] Result<void> outcomeOf(QNetworkReply &reply);
    void upload(const QByteArray &sha256, const QString &path, const Done &done);
    void ensureBucket(const Done &done);
    void makeBucket(const Done &done);
    void download(const QByteArray &sha256, const std::function<void(const Result<QString> &)> &done);

    const S3Options _options;
    const Clock &_clock;
    QNetworkAccessManager _network;
    FolderArtifactStore _cache;
    QList<Done> _waitingForBucket;
    bool _hasBucket = false; // it was seen or made
};

} // namespace archivesmp::agent::artifacts
