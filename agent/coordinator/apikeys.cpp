// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/apikeys.h"

#include "common/protocol/keysnapshot.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <array>

namespace archivesmp::agent::coordinator {

using namespace Qt::StringLiterals;

namespace {

QByteArray hashOf(const Secret &key)
{
    return QCryptographicHash::hash(key.reveal(), QCryptographicHash::Sha256);
}

// Looks at every byte, wherever they differ.
bool isEqual(const QByteArray &a, const QByteArray &b)
{
    if (a.size() != b.size())
        return false;
    unsigned char difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference = static_cast<unsigned char>(difference | (a.at(i) ^ b.at(i)));
    return difference == 0;
}

} // namespace

Result<Secret> ApiKeys::create(const domain::User &user)
{
    if (user.name.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"a key needs a name"_s}.atField(u"name"_s);
    if ((user.role == domain::UserRole::Agent) == user.server.isEmpty()) {
        return Error{ErrorCode::InvalidArgument, u"an agent's key names its server, and no other key does"_s}
            .atField(u"server"_s);
    }
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    const QByteArray bytes(reinterpret_cast<const char *>(random.data()), sizeof(random));
    const Secret key("asmp_"
                     + bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    const auto added = _store.add({user, hashOf(key), _clock.now(), {}});
    if (!added)
        return added.error().code == ErrorCode::AlreadyExists
            ? Error{ErrorCode::AlreadyExists, u"the name "_s + user.name + u" was used for another key"_s}
            : added.error();
    return key;
}

Result<domain::User> ApiKeys::authenticate(const Secret &key)
{
    const auto keys = _store.keys();
    if (!keys)
        return keys.error();
    const QByteArray hash = hashOf(key);
    const domain::User *user = nullptr;
    for (const ApiKey &known : *keys) {
        if (isEqual(known.sha256, hash) && !known.revokedAt.isValid())
            user = &known.user;
    }
    if (user == nullptr)
        return Error{ErrorCode::Unauthenticated, u"unknown key"_s};
    return *user;
}

Result<protocol::KeySnapshot> ApiKeys::snapshot(const Secret &fleetKey)
{
    const auto keys = _store.keys();
    if (!keys)
        return keys.error();
    protocol::KeySnapshot snapshot{_clock.now(), {}, {}};
    for (const ApiKey &known : *keys) {
        if (!known.revokedAt.isValid() && known.user.role != domain::UserRole::Agent)
            snapshot.keys.append({known.sha256, known.user.name, known.user.role});
    }
    snapshot.mac = protocol::macOf(snapshot, fleetKey);
    return snapshot;
}

} // namespace archivesmp::agent::coordinator
