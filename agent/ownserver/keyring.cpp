// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/keyring.h"

#include "common/protocol/keysnapshot.h"

#include <QCryptographicHash>

#include <algorithm>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Two servers' clocks never agree; beyond this one of them is wrong.
constexpr std::chrono::minutes clockDifference{10};

} // namespace

void KeyRing::take(const protocol::KeySnapshot &snapshot)
{
    _snapshot = snapshot;
    _takenAt = _clock.uptime();
    _ageThen = std::chrono::milliseconds(snapshot.issuedAt.msecsTo(_clock.now()));
}

// The wall clock may be set back while the agent runs; the uptime cannot.
Result<void> KeyRing::isFresh() const
{
    if (!_snapshot)
        return Error{ErrorCode::NotFound,
                     u"this agent does not know any keys yet"_s,
                     {},
                     0,
                     0,
                     {},
                     u"wait until it has spoken with the host"_s};
    const std::chrono::milliseconds wall(_snapshot->issuedAt.msecsTo(_clock.now()));
    const auto age = std::max(wall, _ageThen + (_clock.uptime() - _takenAt));
    if (age > protocol::keySnapshotAge) {
        const auto hours = std::chrono::duration_cast<std::chrono::hours>(age).count();
        return Error{ErrorCode::NotFound,
                     u"the keys that this agent knows are %1 h old and were good for 24 h"_s.arg(hours),
                     {},
                     0,
                     0,
                     {},
                     u"bring back the host, or its connection to this agent"_s};
    }
    if (age < -clockDifference)
        return Error{ErrorCode::NotFound,
                     u"the keys that this agent knows come from the future"_s,
                     {},
                     0,
                     0,
                     {},
                     u"set the clocks of the host and of this server"_s};
    return {};
}

Result<domain::User> KeyRing::authenticate(const Secret &key) const
{
    if (const auto fresh = isFresh(); !fresh)
        return fresh.error();
    const Secret hash(QCryptographicHash::hash(key.reveal(), QCryptographicHash::Sha256));
    const protocol::KnownKey *found = nullptr;
    for (const protocol::KnownKey &known : _snapshot->keys) {
        const bool isIt = Secret(known.sha256).equals(hash); // all are looked at, whichever it is
        if (isIt && known.role != domain::UserRole::Agent)
            found = &known;
    }
    if (found == nullptr)
        return Error{ErrorCode::Unauthenticated, u"unknown key"_s};
    return domain::User{found->name, found->role, {}};
}

} // namespace archivesmp::agent::ownserver
