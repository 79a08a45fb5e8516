// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslCertificate>

namespace archivesmp::tests {

struct WebAnswer
{
    int status = 0; // 0 where there was none
    QByteArray body;

    [[nodiscard]] QJsonDocument json() const { return QJsonDocument::fromJson(body); }
};

// Asks the host's HTTPS API as anybody with a key does, and lets itself be answered by the pinned certificate
// alone.
class WebCaller final
{
public:
    WebCaller(QString base, const QString &pin, QByteArray key)
        : _base(std::move(base))
        , _pin(QByteArray::fromHex(QString(pin).remove(u':').toLatin1()))
        , _key(std::move(key))
    { }

    // A path of the API, or a whole address.
    [[nodiscard]] WebAnswer get(const QString &path) const
    {
        QNetworkRequest request(path.startsWith(u'/') ? QUrl(_base + path) : QUrl(path));
        request.setRawHeader("Authorization", "Bearer " + _key);
        request.setTransferTimeout(20'000);
        QNetworkReply *reply = _network.get(request);
        QObject::connect(reply, &QNetworkReply::sslErrors, reply, [this, reply] {
            const QByteArray der = reply->sslConfiguration().peerCertificate().toDer();
            if (QCryptographicHash::hash(der, QCryptographicHash::Sha256) == _pin)
                reply->ignoreSslErrors();
        });
        QSignalSpy finished(reply, &QNetworkReply::finished);
        if (!reply->isFinished())
            (void)finished.wait(21'000);
        reply->deleteLater();
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll()};
    }

private:
    QString _base;
    QByteArray _pin;
    QByteArray _key;
    mutable QNetworkAccessManager _network;
};

} // namespace archivesmp::tests
