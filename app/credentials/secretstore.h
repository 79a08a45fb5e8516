// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"

#include <QFuture>
#include <QString>

namespace archivesmp::app::credentials {

// Where the keys of the connections are kept. Every call returns at once; its future ends in the caller's
// thread. NotFound: nothing stored under that name, or a locked keychain, which cannot be told apart.
// Unavailable: there is no keychain here.
class SecretStore
{
public:
    virtual ~SecretStore() = default;

    [[nodiscard]] virtual QFuture<Result<Secret>> read(const QString &name) = 0;
    [[nodiscard]] virtual QFuture<Result<void>> write(const QString &name, const Secret &secret) = 0;
    [[nodiscard]] virtual QFuture<Result<void>> remove(const QString &name) = 0;
};

} // namespace archivesmp::app::credentials
