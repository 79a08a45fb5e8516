// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "common/transport/pinnedtls.h"

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QUrl>

#include <chrono>
#include <optional>

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
class QNetworkReply;
QT_END_NAMESPACE

namespace archivesmp::app::client {

// One file on its way to the host: hashed in a worker thread, then PUT /api/artifacts/{sha256}. Deletes
// itself when it has answered. Lives in the thread of its session.
class ArtifactUpload final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ArtifactUpload)

public:
    struct Target
    {
        QUrl api; // https://host:port
        Secret key;
        std::optional<transport::TrustedPeer> peer;
        std::chrono::milliseconds timeout;
    };

    ArtifactUpload(Target target, QNetworkAccessManager &network, QObject *parent);

    [[nodiscard]] QFuture<Result<QByteArray>> start(const QString &path);
    [[nodiscard]] QFuture<Result<QByteArray>> refuse(const Error &reason);

Q_SIGNALS:
    void progressed(const QString &path, qint64 sent, qint64 total);

private:
    void put(const QString &path, const QByteArray &sha256);
    void judge(QNetworkReply &reply, const QByteArray &sha256);
    void finish(Result<QByteArray> outcome);

    Target _target;
    QNetworkAccessManager &_network;
    QPromise<Result<QByteArray>> _promise;
};

} // namespace archivesmp::app::client
