// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/ownservercore.h"

#include "common/protocol/keysnapshot.h"

#include <QLoggingCategory>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcOwnServer, "archivesmp.ownserver", QtInfoMsg)

// A list of keys that says nothing new is written now and then only: it is good for a day.
constexpr qint64 rewriteAfterSeconds = 600;

} // namespace

OwnServerCore::OwnServerCore(const Parts &parts, QObject *parent)
    : QObject(parent)
    , _clock(parts.work.clock)
    , _fleet(parts.fleet)
    , _keys(_clock)
    , _memory(parts.stateFolder + u"/host-memory"_s, parts.sealer)
    , _scans(parts.stateFolder + u"/scans"_s)
    , _picture(parts.picture, _clock, parts.log, _scans)
    , _jobs(_clock, parts.log)
    , _deeds(parts.stateFolder + u"/deeds"_s)
    , _delivery(parts.host, _deeds, parts.retry)
    , _work(parts.work, _picture, _jobs, _deeds)
{
    connect(&_work, &LocalWork::deedSpooled, this, [this] { _delivery.start(); });
    recall();
}

void OwnServerCore::recall()
{
    auto host = _memory.recall();
    if (!host) {
        if (host.error().code != ErrorCode::NotFound)
            qCWarning(lcOwnServer).noquote()
                << describe(host.error().because(u"what the host said last is not used"_s));
        return;
    }
    if (!_fleet.known) {
        _fleet.fleetId = host->fleetId;
        _fleet.fleetKey = host->fleetKey;
        _fleet.expectationsHash = host->expectationsHash;
    }
    if (host->keys)
        _keys.take(*host->keys);
    _picture.setHasExpectations(!host->expectationsHash.isEmpty());
    _remembered = std::move(*host);
}

void OwnServerCore::hostWelcomed()
{
    _picture.setHasExpectations(!_fleet.expectationsHash.isEmpty());
    _delivery.start();
}

void OwnServerCore::hostAnswered(const protocol::HeartbeatReply &reply)
{
    _picture.setHasExpectations(!reply.expectationsHash.isEmpty());
    if (!reply.keys) {
        remember({});
        return;
    }
    if (const auto genuine = protocol::verify(*reply.keys, _fleet.fleetKey); !genuine) {
        qCCritical(lcOwnServer).noquote() << describe(genuine.error());
        return;
    }
    _keys.take(*reply.keys);
    remember(reply.keys);
}

void OwnServerCore::remember(const std::optional<protocol::KeySnapshot> &keys)
{
    const auto listOf = [](const std::optional<protocol::KeySnapshot> &snapshot) {
        return snapshot ? snapshot->keys : QList<protocol::KnownKey>();
    };
    const auto timeOf = [](const std::optional<protocol::KeySnapshot> &snapshot) {
        return snapshot ? snapshot->issuedAt : QDateTime();
    };
    const bool same = _remembered && _remembered->fleetId == _fleet.fleetId
        && _remembered->fleetKey.equals(_fleet.fleetKey)
        && _remembered->expectationsHash == _fleet.expectationsHash
        && listOf(_remembered->keys) == listOf(keys)
        && (!keys || qAbs(timeOf(_remembered->keys).secsTo(keys->issuedAt)) < rewriteAfterSeconds);
    if (same)
        return;
    const RememberedHost host{_fleet.fleetId, _fleet.fleetKey, _fleet.expectationsHash, keys};
    if (const auto kept = _memory.keep(host); !kept) {
        qCWarning(lcOwnServer).noquote()
            << describe(kept.error().because(u"what the host says is not kept"_s));
        return;
    }
    _remembered = host;
}

} // namespace archivesmp::agent::ownserver
