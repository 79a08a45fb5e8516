// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/control/consolesession.h"

#include "common/core/textescape.h"
#include "common/core/whendone.h"
#include "common/protocol/codec.h"

#include <QLoggingCategory>

namespace archivesmp::agent::control {

using namespace Qt::StringLiterals;
using protocol::WireMessage;
using transport::Link;

Q_LOGGING_CATEGORY(lcControl, "archivesmp.control", QtInfoMsg)

namespace {
constexpr std::chrono::milliseconds drainInterval{500};
constexpr qsizetype largestHello = 64 * 1024;

// Unknown, or of a list of keys that has become too old; anything else is not about the key.
bool isNobodysKey(ErrorCode code)
{
    return code == ErrorCode::Unauthenticated || code == ErrorCode::NotFound;
}

template <typename Reply>
Result<WireMessage> encoded(qint64 id, const Reply &reply)
{
    return protocol::encodeReply(id, reply);
}

// A page may hold fewer findings than were asked for: whoever asked goes on behind the last one.
Result<WireMessage> encoded(qint64 id, protocol::FindingPage page)
{
    Result<WireMessage> message = protocol::encodeReply(id, page);
    while (!message && page.findings.size() > 1) {
        page.findings.resize(page.findings.size() / 2);
        message = protocol::encodeReply(id, page);
    }
    return message;
}

} // namespace

ConsoleSession::ConsoleSession(std::unique_ptr<Link> link, Secret key, QString peer,
                               coordinator::ConsoleService &service, const DoorSettings &settings,
                               const Clock &clock, QObject *parent)
    : QObject(parent)
    , _link(std::move(link))
    , _key(std::move(key))
    , _peer(std::move(peer))
    , _service(service)
    , _settings(settings)
    , _bucket(clock, settings.messagesPerSecond, settings.messageBurst)
{
    connect(_link.get(), &Link::received, this, &ConsoleSession::receive);
    connect(_link.get(), &Link::closed, this, [this](const Error &reason) {
        _ended = true;
        qCInfo(lcControl).noquote() << u"console gone peer="_s + _peer << describe(reason);
        Q_EMIT ended();
    });
    connect(&_helloDeadline, &QTimer::timeout, this, [this] {
        close({ErrorCode::Unauthenticated, u"no hello in time"_s});
    });
    connect(&_drainCheck, &QTimer::timeout, this, &ConsoleSession::tellOfMissedEvents);
    _helloDeadline.setSingleShot(true);
    _helloDeadline.start(_settings.helloWithin);
}

void ConsoleSession::authenticate()
{
    if (_ended)
        return;
    if (_key.isEmpty()) {
        close({ErrorCode::Unauthenticated, u"no key in the handshake"_s});
        return;
    }
    whenDone(_service.authenticate(_key), this, [this](const Result<domain::User> &user) {
        if (user) {
            accept(*user);
            return;
        }
        Q_EMIT refused();
        close(user.error());
    });
}

void ConsoleSession::recheck()
{
    if (!_user || _ended)
        return;
    whenDone(_service.authenticate(_key), this, [this](const Result<domain::User> &user) {
        if (user)
            _user = *user;
        else if (isNobodysKey(user.error().code))
            close(user.error());
    });
}

void ConsoleSession::accept(const domain::User &user)
{
    if (_ended)
        return;
    _user = user;
    if (const std::optional<WireMessage> early = std::exchange(_early, std::nullopt))
        handle(*early);
}

void ConsoleSession::close(const Error &reason)
{
    if (_ended)
        return;
    _helloDeadline.stop();
    qCWarning(lcControl).noquote() << u"console refused peer="_s + _peer << describe(reason);
    disconnect(_link.get(), &Link::received, this, nullptr);
    _link->close(reason);
}

void ConsoleSession::receive(const WireMessage &message)
{
    if (_ended)
        return;
    if (!_bucket.take()) {
        close({ErrorCode::LimitExceeded, u"too many messages"_s});
        return;
    }
    if (_user) {
        handle(message);
        return;
    }
    // Exactly one message may come before the key was accepted: hello.
    if (_early || message.bytes.size() > largestHello)
        close({ErrorCode::Unauthenticated, u"a message before the key was accepted"_s});
    else
        _early = message;
}

void ConsoleSession::handle(const WireMessage &message)
{
    const protocol::IncomingRequest incoming = protocol::decodeRequest(message);
    if (!incoming.request || !incoming.id) {
        const Error error
            = incoming.request ? Error{ErrorCode::InvalidInput, u"no id"_s} : incoming.request.error();
        if (_welcomed)
            refuse(incoming.id, error);
        else
            close({ErrorCode::Unauthenticated, u"the first message must be hello"_s});
        return;
    }
    const auto *hello = std::get_if<protocol::Hello>(&*incoming.request);
    if (hello != nullptr)
        handleHello(*incoming.id, *hello);
    else
        handleRequest(*incoming.id, *incoming.request);
}

void ConsoleSession::handleHello(qint64 id, const protocol::Hello &hello)
{
    if (_welcomed) {
        close({ErrorCode::InvalidArgument, u"hello was said before"_s});
        return;
    }
    if (!domain::mayActAs(_user->role, protocol::Hello::needs)) {
        close({ErrorCode::PermissionDenied, u"this key is not for consoles"_s});
        return;
    }
    if (hello.protocol > protocol::protocolVersion || hello.protocol < protocol::protocolVersion - 1
        || hello.protocol < 1) {
        close(
            {ErrorCode::Unsupported,
             u"this agent speaks protocol %1, not %2"_s.arg(protocol::protocolVersion).arg(hello.protocol)});
        return;
    }
    _helloDeadline.stop();
    _welcomed = true;
    qCInfo(lcControl).noquote() << u"console connected peer="_s + _peer << u"user="_s + _user->name
                                << u"program="_s + excerpt(hello.program, 60);
    answer<protocol::HelloReply>(id,
                                 protocol::HelloReply{.server = _settings.server,
                                                      .role = _settings.role,
                                                      .version = QStringLiteral(ARCHIVESMP_VERSION),
                                                      .user = *_user,
                                                      .webApiPort = _settings.webApiPort,
                                                      .sequence = _sequence});
}

void ConsoleSession::handleRequest(qint64 id, const protocol::Request &request)
{
    if (!_welcomed) {
        close({ErrorCode::Unauthenticated, u"the first message must be hello"_s});
        return;
    }
    const domain::UserRole needed = protocol::neededRole(request);
    if (!domain::mayActAs(_user->role, needed)) {
        refuse(id,
               {.code = ErrorCode::PermissionDenied,
                .message = _user->name + u" may not do this: it needs the role "_s + nameOf(needed)});
        return;
    }
    if (_open >= _settings.requestsAtOnce) {
        refuse(id, {ErrorCode::Busy, u"too many requests at once"_s});
        return;
    }
    std::visit([this, id](const auto &r) { ask(id, r); }, request);
}

// handle() has answered it.
void ConsoleSession::ask(qint64, const protocol::Hello &) { }

template <typename R>
void ConsoleSession::ask(qint64 id, const R &request)
{
    ++_open;
    whenDone(_service.answer(*_user, request), this, [this, id](const Result<typename R::Reply> &reply) {
        --_open;
        answer(id, reply);
    });
}

template <typename Reply>
void ConsoleSession::answer(qint64 id, const Result<Reply> &reply)
{
    if (_ended)
        return;
    if (!reply) {
        refuse(id, reply.error());
        return;
    }
    const Result<WireMessage> message = encoded(id, *reply);
    if (message)
        _link->send(*message);
    else
        refuse(id, message.error());
}

void ConsoleSession::refuse(std::optional<qint64> id, const Error &error)
{
    _link->send(protocol::encodeError(id, error));
}

void ConsoleSession::sendEvent(qint64 sequence, const WireMessage &message)
{
    _sequence = sequence;
    if (!_welcomed || _ended)
        return;
    if (!_missed && _link->unsentBytes() <= _settings.dropEventsAbove) {
        _link->send(message);
        return;
    }
    if (!std::exchange(_missed, true))
        qCWarning(lcControl).noquote() << u"console reads too slowly, events are dropped peer="_s + _peer;
    _drainCheck.start(drainInterval);
}

void ConsoleSession::tellOfMissedEvents()
{
    if (_ended || _link->unsentBytes() > _settings.dropEventsAbove / 8)
        return;
    _drainCheck.stop();
    _missed = false;
    if (const auto message = protocol::encodeEvent({_sequence, protocol::ResyncNeeded{}}))
        _link->send(*message);
}

} // namespace archivesmp::agent::control
