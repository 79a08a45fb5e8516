// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/hostlink/httpshostapi.h"

#include "agent/hostlink/hosterror.h"
#include "common/core/whendone.h"
#include "common/protocol/hostjson.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QPromise>
#include <QSslError>

namespace archivesmp::agent::hostlink {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 answerLimit = qint64(32) * 1024 * 1024; // expectations are the largest
constexpr qint64 downloadLimit = qint64(256) * 1024 * 1024;
constexpr qint64 readAhead = qint64(1024) * 1024;

QString jobPath(const JobId &job, QLatin1StringView verb)
{
    return u"/api/jobs/"_s + job.toString() + u'/' + verb;
}

QString artifactPath(const QByteArray &sha256)
{
    return u"/api/artifacts/"_s + QString::fromLatin1(sha256.toHex());
}

template <typename T, typename Read>
QFuture<Result<T>> readAs(QFuture<Result<QByteArray>> answer, Read read)
{
    return answer.then([read](const Result<QByteArray> &body) -> Result<T> {
        if (!body)
            return body.error();
        const auto object = protocol::jsonObjectFrom(*body);
        if (!object)
            return object.error().because(u"the host's answer"_s);
        auto value = read(*object);
        if (!value)
            return value.error().because(u"the host's answer"_s);
        return value;
    });
}

QFuture<Result<void>> withoutContent(QFuture<Result<QByteArray>> answer)
{
    return answer.then([](const Result<QByteArray> &body) -> Result<void> {
        if (!body)
            return body.error();
        return {};
    });
}

} // namespace

// One request from its beginning to its end.
struct HttpsHostApi::Call
{
    QByteArray verb;
    QString path;
    QByteArray body;
    std::chrono::milliseconds timeout{};
    std::shared_ptr<QFile> upload;   // sent in place of the body
    std::shared_ptr<QFile> download; // takes what comes
    QByteArray downloadSha256;
    QCryptographicHash hash{QCryptographicHash::Sha256};
    qint64 received = 0;
    std::optional<Error> error; // of ours, while reading
    QByteArray answer;
    QPromise<Result<QByteArray>> promise;
};

HttpsHostApi::HttpsHostApi(HttpsHostSettings settings, QObject *parent)
    : QObject(parent)
    , _settings(std::move(settings))
{
    _network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    _network.setAutoDeleteReplies(true);
}

HttpsHostApi::~HttpsHostApi() = default;

QFuture<Result<protocol::AgentWelcome>> HttpsHostApi::hello(const protocol::AgentHello &hello)
{
    return readAs<protocol::AgentWelcome>(post(u"/api/agent/hello"_s, toJson(hello)),
                                          protocol::agentWelcomeFromJson);
}

QFuture<Result<protocol::HeartbeatReply>> HttpsHostApi::heartbeat(const protocol::Heartbeat &beat)
{
    return readAs<protocol::HeartbeatReply>(post(u"/api/agent/heartbeat"_s, toJson(beat)),
                                            protocol::heartbeatReplyFromJson);
}

QFuture<Result<std::optional<JobId>>> HttpsHostApi::next(std::chrono::seconds wait)
{
    const QString path = u"/api/agent/next?wait="_s + QString::number(wait.count());
    return readAs<std::optional<JobId>>(get(path, wait),
                                        [](const QJsonObject &json) -> Result<std::optional<JobId>> {
                                            const QJsonValue job = json.value("job"_L1);
                                            if (job.isNull())
                                                return std::optional<JobId>();
                                            if (job.toString().isEmpty())
                                                return Error{ErrorCode::InvalidInput, u"no job in it"_s};
                                            return std::optional(JobId(job.toString()));
                                        });
}

QFuture<Result<protocol::ClaimedJob>> HttpsHostApi::claim(const protocol::ClaimRequest &request)
{
    return readAs<protocol::ClaimedJob>(post(jobPath(request.job, "claim"_L1), toJson(request)),
                                        protocol::claimedJobFromJson);
}

QFuture<Result<protocol::RenewReply>> HttpsHostApi::renew(const protocol::RenewRequest &request)
{
    return readAs<protocol::RenewReply>(post(jobPath(request.job, "renew"_L1), toJson(request)),
                                        protocol::renewReplyFromJson);
}

QFuture<Result<void>> HttpsHostApi::report(const protocol::ScanReportPart &part)
{
    return withoutContent(post(jobPath(part.job, "report"_L1), toJson(part)));
}

QFuture<Result<void>> HttpsHostApi::finish(const protocol::JobResult &result)
{
    return withoutContent(post(jobPath(result.job, "result"_L1), toJson(result)));
}

QFuture<Result<void>> HttpsHostApi::record(const protocol::LocalDeed &deed)
{
    return withoutContent(post(u"/api/agent/audit"_s, toJson(deed)));
}

QFuture<Result<QByteArray>> HttpsHostApi::expectations(const QByteArray &wantedHash)
{
    return get(u"/api/expectations/"_s + _settings.server + u"?hash="_s
                   + QString::fromLatin1(wantedHash.toHex()),
               0ms);
}

QFuture<Result<void>> HttpsHostApi::fetchArtifact(const QByteArray &sha256, const QString &path)
{
    auto call = std::make_shared<Call>();
    call->verb = "GET";
    call->path = artifactPath(sha256);
    call->timeout = _settings.timeout;
    call->downloadSha256 = sha256;
    call->download = std::make_shared<QFile>(path);
    if (!call->download->open(QIODevice::WriteOnly | QIODevice::NewOnly,
                              QFile::ReadOwner | QFile::WriteOwner))
        return QtFuture::makeReadyFuture(Result<void>(
            Error{ErrorCode::AlreadyExists, u"cannot make it: "_s + call->download->errorString(), path}));
    return withoutContent(start(std::move(call)));
}

QFuture<Result<void>> HttpsHostApi::storeArtifact(const QByteArray &sha256, const QString &path)
{
    auto call = std::make_shared<Call>();
    call->verb = "PUT";
    call->path = artifactPath(sha256);
    call->timeout = _settings.timeout;
    call->upload = std::make_shared<QFile>(path);
    if (!call->upload->open(QIODevice::ReadOnly))
        return QtFuture::makeReadyFuture(Result<void>(
            Error{ErrorCode::NotFound, u"cannot read it: "_s + call->upload->errorString(), path}));
    return withoutContent(start(std::move(call)));
}

QFuture<Result<QByteArray>> HttpsHostApi::post(const QString &path, const QJsonObject &body)
{
    auto call = std::make_shared<Call>();
    call->verb = "POST";
    call->path = path;
    call->body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    call->timeout = _settings.timeout;
    return start(std::move(call));
}

QFuture<Result<QByteArray>> HttpsHostApi::get(const QString &path, std::chrono::milliseconds extraTime)
{
    auto call = std::make_shared<Call>();
    call->verb = "GET";
    call->path = path;
    call->timeout = _settings.timeout + extraTime;
    return start(std::move(call));
}

QFuture<Result<QByteArray>> HttpsHostApi::start(std::shared_ptr<Call> call)
{
    call->promise.start();
    const QFuture<Result<QByteArray>> future = call->promise.future();
    whenTrusted([this, call](const Result<transport::TrustedPeer> &peer) {
        if (peer) {
            send(call, *peer);
            return;
        }
        if (call->download != nullptr)
            call->download->remove();
        call->promise.addResult(peer.error());
        call->promise.finish();
    });
    return future;
}

void HttpsHostApi::whenTrusted(Trusted then)
{
    if (_peer) {
        then(*_peer);
        return;
    }
    _waitingForTrust.append(std::move(then));
    if (_waitingForTrust.size() > 1)
        return; // asked already
    if (_settings.url.scheme() != "https"_L1) {
        trustAnswered(Error{ErrorCode::InvalidArgument,
                            u"the host is spoken to over https only: "_s
                                + _settings.url.toDisplayString(QUrl::RemoveUserInfo),
                            {},
                            0,
                            0,
                            u"host_api.url"_s});
        return;
    }
    whenDone(transport::trustPeer(_settings.url.host(), quint16(_settings.url.port(443)), _settings.trust,
                                  _settings.timeout),
             this, [this](const Result<transport::TrustedPeer> &peer) { trustAnswered(peer); });
}

void HttpsHostApi::trustAnswered(const Result<transport::TrustedPeer> &peer)
{
    if (peer)
        _peer = *peer;
    const QList<Trusted> waiting = std::exchange(_waitingForTrust, {});
    for (const Trusted &then : waiting)
        then(peer);
}

void HttpsHostApi::forgetTrust()
{
    _peer.reset();
    _network.clearConnectionCache();
}

QNetworkRequest HttpsHostApi::requestFor(const Call &call, const transport::TrustedPeer &peer) const
{
    QUrl url = _settings.url;
    const QString path = call.path.section(u'?', 0, 0);
    url.setPath(path);
    url.setQuery(call.path.size() > path.size() ? call.path.sliced(path.size() + 1) : QString());
    QNetworkRequest request(url);
    request.setSslConfiguration(peer.configuration);
    if (!peer.verifyName.isEmpty())
        request.setPeerVerifyName(peer.verifyName);
    request.setTransferTimeout(int(call.timeout.count()));
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"archivesmp-agent/" ARCHIVESMP_VERSION ""_s);
    request.setRawHeader("Authorization", "Bearer " + _settings.apiKey.reveal());
    if (call.upload != nullptr)
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/octet-stream"_s);
    else if (!call.body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    return request;
}

void HttpsHostApi::send(const std::shared_ptr<Call> &call, const transport::TrustedPeer &peer)
{
    const QNetworkRequest request = requestFor(*call, peer);
    QNetworkReply *const reply = call->upload != nullptr
        ? _network.sendCustomRequest(request, call->verb, call->upload.get())
        : _network.sendCustomRequest(request, call->verb, call->body);
    reply->setReadBufferSize(readAhead);
    connect(reply, &QIODevice::readyRead, this, [this, call, reply] { take(*call, *reply); });
    connect(reply, &QNetworkReply::finished, this, [this, call, reply] {
        take(*call, *reply);
        ended(call, *reply);
    });
}

void HttpsHostApi::take(Call &call, QNetworkReply &reply)
{
    const QByteArray bytes = reply.readAll();
    const bool isContent = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 200;
    call.received += bytes.size();
    const qint64 limit = call.download != nullptr && isContent ? downloadLimit : answerLimit;
    if (call.received > limit && !call.error) {
        call.error = Error{ErrorCode::LimitExceeded, u"the host's answer is too large"_s};
        reply.abort();
    }
    if (call.error)
        return;
    if (call.download == nullptr || !isContent) {
        call.answer += bytes;
        return;
    }
    call.hash.addData(bytes);
    if (call.download->write(bytes) != bytes.size()) {
        call.error = Error{ErrorCode::NoSpace, u"cannot write it: "_s + call.download->errorString(),
                           call.download->fileName()};
        reply.abort();
    }
}

void HttpsHostApi::ended(const std::shared_ptr<Call> &call, QNetworkReply &reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    Result<QByteArray> outcome = call->answer;
    if (call->error)
        outcome = *call->error;
    else if (status == 0 || (status == 200 && reply.error() != QNetworkReply::NoError))
        outcome = networkError(reply);
    else if (status != 200 && status != 201)
        outcome = hostError(status, call->answer);
    else if (call->download != nullptr && !call->download->flush())
        outcome = Error{ErrorCode::NoSpace, u"cannot write it: "_s + call->download->errorString(),
                        call->download->fileName()};
    else if (call->download != nullptr && call->hash.result() != call->downloadSha256)
        outcome = Error{ErrorCode::Corrupt, u"what came has another SHA-256"_s, call->download->fileName()};
    if (call->download != nullptr) {
        call->download->close();
        if (!outcome)
            call->download->remove();
    }
    call->promise.addResult(std::move(outcome));
    call->promise.finish();
}

Error HttpsHostApi::networkError(const QNetworkReply &reply)
{
    const QString peer = _settings.url.host() + u':' + QString::number(_settings.url.port(443));
    switch (reply.error()) {
    case QNetworkReply::SslHandshakeFailedError:
        // Next time the certificate is looked at anew, and the answer says what is wrong with it.
        forgetTrust();
        return Error{ErrorCode::PermissionDenied,
                     peer + u" is not trusted: "_s + reply.errorString(),
                     {},
                     0,
                     0,
                     u"host_api"_s,
                     u"give the pin or the authority of the host's certificate, and look at both clocks"_s};
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return Error{ErrorCode::Timeout, peer + u" does not answer in time"_s};
    default:
        return Error{ErrorCode::Unavailable, peer + u": "_s + reply.errorString()};
    }
}

} // namespace archivesmp::agent::hostlink
