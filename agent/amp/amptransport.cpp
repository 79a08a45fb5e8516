// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/amptransport.h"

#include "agent/amp/ampanswer.h"
#include "agent/amp/oneshotbody.h"

#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

namespace archivesmp::agent::amp {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 answerLimit = 32 * 1024 * 1024;
constexpr auto expired = "archivesmp.expired";
constexpr auto tooLarge = "archivesmp.tooLarge";

Error closedError()
{
    return Error{ErrorCode::Cancelled, u"the connection to AMP is closed"_s};
}

QNetworkRequest requestFor(const QUrl &url, const AmpRequest &request)
{
    QNetworkRequest network(url);
    network.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    network.setRawHeader("Accept", "application/json");
    network.setRawHeader("User-Agent", "archivesmp/" ARCHIVESMP_VERSION);
    // On a kept connection that the other side is just closing, a request may or may not have been carried
    // out.
    network.setRawHeader("Connection", "close");
    // Credentials are for this address and for no other that it may point at.
    network.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    network.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    network.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    if (!request.session.isEmpty() && request.carrier == SessionCarrier::Header)
        network.setRawHeader("Authorization", "Bearer " + request.session.reveal());
    return network;
}

// Ended in the middle; ContentReSendError is what Qt says when it may not send the body again.
bool isCut(const QNetworkReply *reply)
{
    return reply->error() == QNetworkReply::RemoteHostClosedError
        || reply->error() == QNetworkReply::OperationCanceledError
        || reply->error() == QNetworkReply::ContentReSendError;
}

QString describeLoss(const QNetworkReply *reply)
{
    if (reply->error() == QNetworkReply::ConnectionRefusedError)
        return u"connection refused"_s;
    return isCut(reply) ? u"the connection ended before the answer"_s : reply->errorString();
}

// A refusal shows as well as a value that the panel is there; a proxy's page or half an answer does not.
bool isAmps(const QNetworkReply *reply, const Result<QJsonValue> &outcome)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    return status >= 200 && status < 500 && !isCut(reply)
        && (outcome || outcome.error().code != ErrorCode::InvalidInput);
}

QByteArray bodyOf(const AmpRequest &request)
{
    QJsonObject body = request.parameters;
    if (!request.session.isEmpty() && request.carrier == SessionCarrier::Body)
        body.insert(u"SESSIONID"_s, QString::fromLatin1(request.session.reveal()));
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace

AmpTransport::AmpTransport(const PanelAccess &access, const Clock &clock, QObject *parent)
    : QObject(parent)
    , _access(access)
    , _breaker(clock)
{
    _network.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    _network.setAutoDeleteReplies(true);
}

AmpTransport::~AmpTransport()
{
    _closing = true;
    for (auto it = _underWay.cbegin(); it != _underWay.cend(); ++it) {
        it.key()->disconnect(this);
        it.key()->abort();
        it.value().answered(closedError());
    }
    for (const AmpRequest &request : _waiting)
        request.answered(closedError());
}

void AmpTransport::send(AmpRequest request)
{
    if (_closing) {
        request.answered(closedError());
        return;
    }
    _waiting.push_back(std::move(request));
    sendWaiting();
}

void AmpTransport::sendWaiting()
{
    while (!_waiting.empty() && _underWay.size() < _access.requestsAtOnce) {
        AmpRequest request = std::move(_waiting.front());
        _waiting.pop_front();
        if (_breaker.admit()) {
            start(std::move(request));
            continue;
        }
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(_breaker.remaining()).count();
        Error error{
            ErrorCode::Unavailable,
            u"%1 did not answer several times; next attempt in %2 s"_s.arg(urlOf(request.path).toString())
                .arg(seconds)};
        // Later, so that nobody is answered before the call that asked has returned.
        QMetaObject::invokeMethod(
            this, [answered = request.answered, error] { answered(error); }, Qt::QueuedConnection);
    }
}

void AmpTransport::start(AmpRequest request)
{
    const QByteArray bytes = bodyOf(request);
    QNetworkRequest network = requestFor(urlOf(request.path), request);
    network.setHeader(QNetworkRequest::ContentLengthHeader, bytes.size());
    network.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    auto *body = new OneShotBody(bytes);
    QNetworkReply *reply = _network.post(network, body);
    body->setParent(reply);
    auto *deadline = new QTimer(reply);
    deadline->setSingleShot(true);
    connect(deadline, &QTimer::timeout, reply, [reply] {
        reply->setProperty(expired, true);
        reply->abort();
    });
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received) {
        if (received > answerLimit && !reply->property(tooLarge).toBool()) {
            reply->setProperty(tooLarge, true);
            reply->abort();
        }
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply] { finished(reply, _underWay.take(reply)); });
    _underWay.insert(reply, request);
    deadline->start(_access.timeout);
}

void AmpTransport::finished(QNetworkReply *reply, const AmpRequest &request)
{
    Result<QJsonValue> outcome = outcomeOf(reply);
    if (isAmps(reply, outcome))
        _breaker.succeeded();
    else
        _breaker.failed();
    if (!outcome)
        outcome = outcome.error().because(urlOf(request.path).toString());
    request.answered(outcome);
    sendWaiting();
}

Result<QJsonValue> AmpTransport::outcomeOf(QNetworkReply *reply) const
{
    if (reply->property(expired).toBool()) {
        const auto seconds = std::chrono::duration<double>(_access.timeout).count();
        return Error{ErrorCode::Timeout, u"no answer within %1 s"_s.arg(seconds)};
    }
    if (reply->property(tooLarge).toBool())
        return Error{ErrorCode::LimitExceeded, u"the answer is larger than 32 MiB"_s};
    const QVariant status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
    if (!status.isValid() || isCut(reply))
        return Error{ErrorCode::Unavailable, describeLoss(reply)};
    return readAnswer(status.toInt(), reply->readAll());
}

QUrl AmpTransport::urlOf(const QString &path) const
{
    QUrl url = _access.url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment
                                    | QUrl::StripTrailingSlash);
    url.setPath(url.path() + u"/API/"_s + path);
    return url;
}

} // namespace archivesmp::agent::amp
