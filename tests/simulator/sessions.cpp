// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/sessions.h"

#include <QUuid>

namespace archivesmp::ampsim {

namespace {

constexpr std::chrono::minutes onceLifetime{1};

QString freshId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

Sessions::Sessions(const Clock &clock, std::chrono::milliseconds idle)
    : _clock(clock)
    , _idle(idle)
{ }

Session &Sessions::open(const QString &user)
{
    const QString id = freshId();
    return *_sessions.insert(id, Session{id, user, _clock.now(), _clock.uptime()});
}

Session *Sessions::use(const QString &id)
{
    const auto found = _sessions.find(id.toLower());
    if (found == _sessions.end())
        return nullptr;
    if (_clock.uptime() - found->lastSeen > _idle) {
        _sessions.erase(found);
        return nullptr;
    }
    found->lastSeen = _clock.uptime();
    return &*found;
}

QString Sessions::remember(const QString &user)
{
    const QString token = freshId();
    _tokens.insert(token, Token{user, _clock.uptime(), false});
    return token;
}

QString Sessions::issueOnce(const QString &user)
{
    const QString token = freshId();
    _tokens.insert(token, Token{user, _clock.uptime(), true});
    return token;
}

bool Sessions::redeem(const QString &user, const QString &token)
{
    const auto found = _tokens.find(token);
    if (found == _tokens.end() || found->user != user)
        return false;
    const Token kept = *found;
    if (kept.once)
        _tokens.erase(found);
    return !kept.once || _clock.uptime() - kept.issued <= onceLifetime;
}

} // namespace archivesmp::ampsim
