// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/payloadhash.h"

#include "common/protocol/domainjson.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace archivesmp::protocol {

using namespace Qt::StringLiterals;

QByteArray payloadSha256(const domain::JobPayload &payload)
{
    const QJsonObject named{{"payload"_L1, toJson(payload)}};
    return QCryptographicHash::hash(QJsonDocument(named).toJson(QJsonDocument::Compact),
                                    QCryptographicHash::Sha256);
}

} // namespace archivesmp::protocol
