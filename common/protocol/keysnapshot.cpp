// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/keysnapshot.h"

#include <QMessageAuthenticationCode>

namespace archivesmp::protocol {

using namespace Qt::StringLiterals;

namespace {

// Each part with its length, so that no two lists of parts give the same bytes.
void add(QMessageAuthenticationCode &mac, const QByteArray &part)
{
    mac.addData(QByteArray::number(part.size()) + ':');
    mac.addData(part);
}

} // namespace

QByteArray macOf(const KeySnapshot &snapshot, const Secret &fleetKey)
{
    QMessageAuthenticationCode mac(QCryptographicHash::Sha256, fleetKey.reveal());
    // The same key fingerprints secrets: what is authenticated here begins like nothing else.
    add(mac, "archivesmp key snapshot v1");
    add(mac, QByteArray::number(snapshot.issuedAt.toMSecsSinceEpoch()));
    for (const KnownKey &key : snapshot.keys) {
        add(mac, key.sha256);
        add(mac, key.name.toUtf8());
        add(mac, domain::nameOf(key.role).toUtf8());
    }
    return mac.result();
}

Result<void> verify(const KeySnapshot &snapshot, const Secret &fleetKey)
{
    if (!fleetKey.isEmpty() && snapshot.issuedAt.isValid()
        && Secret(macOf(snapshot, fleetKey)).equals(Secret(snapshot.mac)))
        return {};
    return Error{ErrorCode::Corrupt, u"the list of keys is not as the host issued it"_s};
}

} // namespace archivesmp::protocol
