// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/certificateprobe.h"

#include <QCryptographicHash>
#include <QPromise>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>

#include <memory>

namespace archivesmp::app::client {

using namespace Qt::StringLiterals;

QFuture<Result<QByteArray>> askCertificate(const QUrl &url, std::chrono::milliseconds timeout)
{
    auto promise = std::make_shared<QPromise<Result<QByteArray>>>();
    promise->start();
    auto *socket = new QSslSocket;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
    socket->setSslConfiguration(configuration);
    const auto finish = [promise, socket](const Result<QByteArray> &outcome) {
        if (promise->future().isFinished())
            return;
        promise->addResult(outcome);
        promise->finish();
        socket->abort();
        socket->deleteLater();
    };
    QObject::connect(socket, &QSslSocket::encrypted, socket, [socket, finish] {
        finish(socket->peerCertificate().digest(QCryptographicHash::Sha256));
    });
    QObject::connect(socket, &QAbstractSocket::errorOccurred, socket, [socket, finish] {
        finish(Error{ErrorCode::Unavailable, socket->errorString()});
    });
    QTimer::singleShot(timeout, socket, [finish] {
        finish(Error{ErrorCode::Timeout, u"nobody answers there"_s});
    });
    constexpr int usualPort = 8001;
    socket->connectToHostEncrypted(url.host(), static_cast<quint16>(url.port(usualPort)));
    return promise->future();
}

} // namespace archivesmp::app::client
