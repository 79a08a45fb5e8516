// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/user.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>

namespace archivesmp::agent::coordinator {

// One key, of which only the hash is kept: keys are 256 random bits, so that no slow hash is needed.
struct ApiKey
{
    domain::User user;
    QByteArray sha256;   // of the key's text, 32 bytes
    QDateTime createdAt; // UTC
    QDateTime revokedAt; // UTC; invalid while it is good
};

class KeyStore
{
public:
    virtual ~KeyStore() = default;

    [[nodiscard]] virtual Result<QList<ApiKey>> keys() = 0; // revoked ones too, by name
    // AlreadyExists where the name was ever used: a name in the records stands for one key.
    [[nodiscard]] virtual Result<void> add(const ApiKey &key) = 0;
    // NotFound where there is none of the name that is good.
    [[nodiscard]] virtual Result<void> revoke(const QString &name, const QDateTime &at) = 0;
};

} // namespace archivesmp::agent::coordinator
