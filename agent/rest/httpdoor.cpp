// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/httpdoor.h"

#include "agent/rest/librarycalls.h"
#include "agent/rest/requesthead.h"
#include "agent/rest/upload.h"

#include "common/core/overloaded.h"
#include "common/core/textescape.h"
#include "common/core/whendone.h"

#include <microhttpd.h>

#include <QFile>
#include <QLoggingCategory>
#include <QSslCertificate>

namespace archivesmp::agent::rest {

Q_LOGGING_CATEGORY(lcRest, "archivesmp.rest", QtInfoMsg)

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds watchEvery = 500ms;

ApiReply closingReply()
{
    return errorReply(Error{ErrorCode::Unavailable, u"the host is stopping"_s});
}

// The same words whatever is wrong with the key: nobody learns from them.
ApiReply unknownKeyReply()
{
    return errorReply(Error{ErrorCode::Unauthenticated,
                            u"no valid key"_s,
                            {},
                            0,
                            0,
                            {},
                            u"send \"Authorization: Bearer …\" with a key of this fleet"_s});
}

Secret bearerOf(const RequestHead &head)
{
    const QByteArray value = head.value("Authorization").value_or(QByteArray());
    constexpr QByteArrayView scheme = "bearer ";
    if (QByteArrayView(value)
            .first(std::min(value.size(), scheme.size()))
            .compare(scheme, Qt::CaseInsensitive)
        != 0)
        return Secret();
    return Secret(value.mid(scheme.size()).trimmed());
}

ApiReply lengthReply(qint64 limit)
{
    return errorReply(
        Error{ErrorCode::LimitExceeded,
              u"the body is larger than the "_s + QString::number(limit) + u" bytes that are taken here"_s});
}

std::optional<ApiReply> refuseQuery(const Route &route, const QHash<QString, QString> &query)
{
    for (auto it = query.keyBegin(); it != query.keyEnd(); ++it) {
        if (!route.query.contains(*it))
            return errorReply(Error{ErrorCode::InvalidArgument,
                                    u"unknown parameter"_s,
                                    {},
                                    0,
                                    0,
                                    excerpt(*it, 64),
                                    route.query.isEmpty() ? u"this address takes none"_s
                                                          : u"known are "_s + route.query.join(u", "_s)});
    }
    return std::nullopt;
}

std::optional<ApiReply> refuseBody(const Route &route, const RequestHead &head, qint64 length)
{
    if (route.body == BodyKind::None)
        return length == 0 ? std::nullopt : std::optional(lengthReply(0));
    if (length > route.bodyLimit)
        return lengthReply(route.bodyLimit);
    const QByteArray type = head.value("Content-Type").value_or(QByteArray()).split(';').first().trimmed();
    if (route.body == BodyKind::Json && type.toLower() != "application/json")
        return errorReply(Error{ErrorCode::UnsupportedFormat,
                                u"the body must be application/json"_s,
                                {},
                                0,
                                0,
                                u"Content-Type"_s},
                          415);
    return std::nullopt;
}

} // namespace

HttpDoor::HttpDoor(coordinator::FleetService &fleet, const Clock &clock, RouteTable routes,
                   RequestCounts &counts, QObject *parent)
    : QObject(parent)
    , _fleet(fleet)
    , _routes(std::move(routes))
    , _counts(counts)
    , _throttle(clock)
    , _watch(clock)
    , _watchTimer(this)
{
    _watchTimer.setInterval(watchEvery);
    connect(&_watchTimer, &QTimer::timeout, this, [this] {
        if (const int cut = _watch.cutOverdue(); cut > 0)
            qCInfo(lcRest) << "connections cut for being too slow:" << cut;
    });
}

HttpDoor::~HttpDoor()
{
    close();
}

Result<void> HttpDoor::open(const DoorSettings &settings)
{
    _settings = settings;
    if (const auto read = readCertificate(settings); !read)
        return read;
    if (const auto started = startDaemon(settings); !started)
        return started;
    _port = MHD_get_daemon_info(_daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    _watchTimer.start();
    qCInfo(lcRest) << "HTTPS API is open port=" << _port;
    return {};
}

void HttpDoor::close()
{
    if (_daemon == nullptr)
        return;
    _watchTimer.stop();
    // In this order: the library ends the process when it is stopped with a suspended connection. Its
    // MHD_quiesce_daemon() would keep new ones out, but takes the listening socket out of a worker's epoll
    // set in a race with that worker, and ends the process where it comes second; nobody parks any more
    // anyway.
    _parking.close(closingReply());
    MHD_stop_daemon(std::exchange(_daemon, nullptr));
}

// Fills the exchange with what the head says; a reply is what ends it here, before any body is read.
std::optional<ApiReply> HttpDoor::judgeHead(Exchange &exchange) const
{
    const RequestHead &head = exchange.head;
    if (const auto refusal = refuseHead(head, _hostNames))
        return errorReply(refusal->error, refusal->status);
    auto target = parseTarget(head.target);
    if (!target)
        return errorReply(target.error());
    exchange.request.method = head.method;
    exchange.request.query = std::move(target->query);
    exchange.request.idempotencyKey = QString::fromUtf8(head.value("Idempotency-Key").value_or(QByteArray()));
    exchange.bodyLength = contentLength(head);
    exchange.apiKey = bearerOf(head);

    const auto found = _routes.find(head.method, target->segments);
    return std::visit(Overloaded{[&](const RouteMatch &match) -> std::optional<ApiReply> {
                                     exchange.route = match.route;
                                     exchange.request.parameters = match.parameters;
                                     if (auto query = refuseQuery(*match.route, exchange.request.query))
                                         return query;
                                     return refuseBody(*match.route, head, exchange.bodyLength);
                                 },
                                 [](NoSuchPath) -> std::optional<ApiReply> {
                                     return errorReply(Error{ErrorCode::NotFound, u"no such address"_s});
                                 },
                                 [](const WrongMethod &wrong) -> std::optional<ApiReply> {
                                     ApiReply reply = errorReply(
                                         Error{ErrorCode::InvalidArgument, u"not with this method"_s}, 405);
                                     reply.headers.emplaceBack("Allow", wrong.allowed.join(", "));
                                     return reply;
                                 }},
                      found);
}

int HttpDoor::answerHead(MHD_Connection *connection, const std::shared_ptr<Exchange> &exchange)
{
    _watch.rest(connection);
    if (const auto reply = judgeHead(*exchange))
        return sendEarly(connection, *exchange, *reply);
    exchange->stage = Exchange::Stage::Admission;
    return park(connection, exchange, &HttpDoor::admit);
}

int HttpDoor::answerAdmission(MHD_Connection *connection, const std::shared_ptr<Exchange> &exchange)
{
    if (exchange->reply)
        return sendEarly(connection, *exchange, *exchange->reply);
    if (exchange->route->body == BodyKind::File) {
        auto upload = Upload::into(_settings.uploadFolder);
        if (!upload)
            return send(connection, *exchange, errorReply(upload.error()));
        exchange->request.upload = std::move(*upload);
    } else {
        exchange->request.body.reserve(exchange->bodyLength);
    }
    exchange->stage = Exchange::Stage::Body;
    _watch.expectWithin(connection, exchange->route->bodyDeadline);
    return MHD_YES;
}

int HttpDoor::takeBody(MHD_Connection *connection, const std::shared_ptr<Exchange> &exchange,
                       const char *bytes, size_t *size)
{
    if (*size > 0) {
        const QByteArrayView part(bytes, qsizetype(*size));
        *size = 0;
        if (exchange->request.upload == nullptr)
            exchange->request.body.append(part);
        else if (const auto written = exchange->request.upload->write(part); !written && !exchange->reply)
            exchange->reply = errorReply(written.error()); // the library takes no answer before the end
        return MHD_YES;
    }
    _watch.rest(connection);
    if (exchange->request.upload != nullptr && !exchange->reply) {
        if (const auto finished = exchange->request.upload->finish(); !finished)
            exchange->reply = errorReply(finished.error());
    }
    if (exchange->reply)
        return send(connection, *exchange, *exchange->reply);
    exchange->stage = Exchange::Stage::Answer;
    return park(connection, exchange, &HttpDoor::dispatch);
}

int HttpDoor::park(MHD_Connection *connection, const std::shared_ptr<Exchange> &exchange,
                   void (HttpDoor::*then)(const std::shared_ptr<Exchange> &))
{
    if (!_parking.park(exchange, connection))
        return sendEarly(connection, *exchange, closingReply());
    QMetaObject::invokeMethod(
        this, [this, exchange, then] { (this->*then)(exchange); }, Qt::QueuedConnection);
    return MHD_YES;
}

void HttpDoor::admit(const std::shared_ptr<Exchange> &exchange)
{
    if (exchange->route->access.isForEverybody()) {
        admitted(exchange, domain::User{});
        return;
    }
    if (exchange->apiKey.isEmpty()) {
        refuseKey(exchange);
        return;
    }
    whenDone(_fleet.authenticate(std::exchange(exchange->apiKey, Secret())), this,
             [this, exchange](const Result<domain::User> &user) { admitted(exchange, user); });
}

void HttpDoor::admitted(const std::shared_ptr<Exchange> &exchange, const Result<domain::User> &user)
{
    if (!user && user.error().code == ErrorCode::Unauthenticated) {
        refuseKey(exchange);
        return;
    }
    if (!user) {
        _parking.resume(*exchange, errorReply(user.error()));
        return;
    }
    if (!exchange->route->access.allows(user->role)) {
        _parking.resume(*exchange,
                        errorReply(Error{ErrorCode::PermissionDenied,
                                         u"the role of this key does not allow that"_s,
                                         {},
                                         0,
                                         0,
                                         {},
                                         u"use a key with the role "_s
                                             + exchange->route->access.names().join(u" or "_s)}));
        return;
    }
    exchange->request.user = *user;
    if (exchange->bodyLength > 0)
        _parking.resume(*exchange, std::nullopt);
    else
        dispatch(exchange);
}

void HttpDoor::refuseKey(const std::shared_ptr<Exchange> &exchange)
{
    const auto delay = _throttle.failed(exchange->address);
    if (delay > 0ms)
        qCWarning(lcRest) << "many unknown keys from" << exchange->address.toString();
    QTimer::singleShot(delay, this, [this, exchange] { _parking.resume(*exchange, unknownKeyReply()); });
}

void HttpDoor::dispatch(const std::shared_ptr<Exchange> &exchange)
{
    whenDone(exchange->route->answer(exchange->request), this,
             [this, exchange](const Result<ApiReply> &reply) {
                 _parking.resume(*exchange, reply ? *reply : errorReply(reply.error()));
             });
}

int HttpDoor::send(MHD_Connection *connection, const Exchange &exchange, const ApiReply &reply)
{
    _counts.count(exchange.route ? exchange.route->method : QByteArray(),
                  exchange.route ? exchange.route->path : QString(), reply.status);
    qCDebug(lcRest) << exchange.head.method << (exchange.route ? exchange.route->path : u"?"_s)
                    << reply.status;
    return LibraryCalls::queue(connection, reply);
}

// The library closes the connection of a request that is answered in the first call for it. That is right
// where a body would follow; a request without one is answered in the second.
int HttpDoor::sendEarly(MHD_Connection *connection, Exchange &exchange, const ApiReply &reply)
{
    if (exchange.head.value("Transfer-Encoding")
        || exchange.head.value("Content-Length").value_or("0") != "0")
        return send(connection, exchange, reply);
    exchange.reply = reply;
    exchange.stage = Exchange::Stage::Answer;
    return MHD_YES;
}

Result<void> HttpDoor::readCertificate(const DoorSettings &settings)
{
    QFile certificate(settings.certificate);
    QFile key(settings.key);
    for (QFile *file : {&certificate, &key}) {
        if (!file->open(QIODevice::ReadOnly))
            return Error{ErrorCode::NotFound, u"cannot read it: "_s + file->errorString(), file->fileName()};
    }
    _certificate = certificate.readAll();
    _key = key.readAll();
    const QList<QSslCertificate> chain = QSslCertificate::fromData(_certificate, QSsl::Pem);
    if (chain.isEmpty())
        return Error{ErrorCode::InvalidInput, u"no certificate in PEM form"_s, settings.certificate};
    _hostNames = settings.hostNames + chain.first().subjectAlternativeNames().values(QSsl::DnsEntry)
        + chain.first().subjectInfo(QSslCertificate::CommonName);
    return {};
}

Result<void> HttpDoor::startDaemon(const DoorSettings &settings)
{
    _daemon = LibraryCalls::start(*this, settings.address, settings.port, _key.constData(),
                                  _certificate.constData());
    if (_daemon != nullptr)
        return {};
    return Error{ErrorCode::Unavailable,
                 u"cannot open the HTTPS API on "_s + settings.address.toString() + u" port "_s
                     + QString::number(settings.port) + u": "_s + LibraryCalls::lastWords(),
                 {},
                 0,
                 0,
                 u"webapi.port"_s,
                 u"look whether another program has the port, and whether key and certificate fit"_s};
}

} // namespace archivesmp::agent::rest
