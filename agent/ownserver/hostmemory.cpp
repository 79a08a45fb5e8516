// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/hostmemory.h"

#include "agent/instances/fileio.h"
#include "common/protocol/hostjson.h"
#include "common/protocol/keysnapshot.h"

#include <QFile>
#include <QJsonDocument>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;

namespace {

const QByteArray sealContext = "what the host said last";
constexpr qint64 largestFile = qint64(4) * 1024 * 1024;

Result<RememberedHost> hostFrom(const QByteArray &bytes)
{
    const auto json = protocol::jsonObjectFrom(bytes);
    if (!json)
        return json.error();
    RememberedHost host;
    host.fleetId = json->value("fleet_id"_L1).toString();
    host.fleetKey = Secret(QByteArray::fromBase64(json->value("fleet_key"_L1).toString().toLatin1()));
    host.expectationsHash = QByteArray::fromHex(json->value("expectations_sha256"_L1).toString().toLatin1());
    if (json->contains("keys"_L1)) {
        const auto keys = protocol::keySnapshotFromJson(json->value("keys"_L1).toObject());
        if (!keys)
            return keys.error();
        if (const auto genuine = protocol::verify(*keys, host.fleetKey); !genuine)
            return genuine.error();
        host.keys = *keys;
    }
    return host;
}

} // namespace

HostMemory::HostMemory(QString file, const coordinator::SecretSealer &sealer)
    : _file(std::move(file))
    , _sealer(sealer)
{ }

Result<RememberedHost> HostMemory::recall() const
{
    QFile file(_file);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, file.errorString(), _file};
    if (file.size() > largestFile)
        return Error{ErrorCode::Corrupt, u"is too large"_s, _file};
    const auto opened = _sealer.unseal(file.readAll(), sealContext);
    if (!opened)
        return Error{ErrorCode::Corrupt, u"is damaged, or another agent's"_s, _file};
    const auto host = hostFrom(opened->reveal());
    if (!host)
        return host.error().inFile(_file);
    return host;
}

Result<void> HostMemory::keep(const RememberedHost &host) const
{
    QJsonObject json{{u"fleet_id"_s, host.fleetId},
                     {u"fleet_key"_s, QString::fromLatin1(host.fleetKey.reveal().toBase64())},
                     {u"expectations_sha256"_s, QString::fromLatin1(host.expectationsHash.toHex())}};
    if (host.keys)
        json.insert("keys"_L1, protocol::toJson(*host.keys));
    const auto sealed = _sealer.seal(Secret(QJsonDocument(json).toJson(QJsonDocument::Compact)), sealContext);
    if (!sealed)
        return sealed.error();
    return instances::writeOwnFile(_file, *sealed);
}

} // namespace archivesmp::agent::ownserver
