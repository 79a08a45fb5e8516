// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>

namespace archivesmp::tests {

// AMP's web API as a client of the 2.x kind speaks it: no more than the wire, and nothing of our own client.
class AmpCaller final
{
public:
    struct Reply
    {
        int status = 0;
        QByteArray body;
        QByteArray contentType;

        [[nodiscard]] QJsonValue value() const
        {
            return QJsonDocument::fromJson('[' + body + ']').array().first();
        }
        [[nodiscard]] QJsonObject object() const { return value().toObject(); }
        [[nodiscard]] QString title() const { return object().value(u"Title").toString(); }
    };

    explicit AmpCaller(quint16 port)
        : _base(QStringLiteral("http://127.0.0.1:%1/").arg(port))
    { }

    // "Core/GetStatus", or "ADSModule/Servers/<id>/API/Core/GetStatus". The session goes into the body.
    Reply call(const QString &method, QJsonObject parameters = {})
    {
        if (!session.isEmpty())
            parameters.insert(QStringLiteral("SESSIONID"), session);
        return post(QStringLiteral("API/") + method,
                    QJsonDocument(parameters).toJson(QJsonDocument::Compact));
    }

    Reply post(const QString &path, const QByteArray &body)
    {
        QNetworkRequest request(QUrl(_base + path));
        if (!accept.isEmpty())
            request.setRawHeader("Accept", accept);
        if (!bearer.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + bearer.toLatin1());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("text/plain"));
        request.setTransferTimeout(5000);
        QNetworkReply *reply = _network.post(request, body);
        QSignalSpy finished(reply, &QNetworkReply::finished);
        finished.wait(6000);
        reply->deleteLater();
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(),
                reply->rawHeader("Content-Type")};
    }

    // Logs in where the prefix leads ("" or "ADSModule/Servers/<id>/API/") and keeps the session.
    Reply logIn(const QString &prefix = {})
    {
        session.clear();
        const Reply reply = call(prefix + QStringLiteral("Core/Login"),
                                 {{QStringLiteral("username"), QStringLiteral("admin")},
                                  {QStringLiteral("password"), password},
                                  {QStringLiteral("token"), QString()},
                                  {QStringLiteral("rememberMe"), true}});
        session = reply.object().value(u"sessionID").toString();
        return reply;
    }

    QString password = QStringLiteral("simulated");
    QString session;
    QString bearer;
    QByteArray accept = "application/json";

private:
    QString _base;
    QNetworkAccessManager _network;
};

} // namespace archivesmp::tests
