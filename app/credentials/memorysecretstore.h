// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/credentials/secretstore.h"

#include <QHash>

namespace archivesmp::app::credentials {

// Keeps secrets until the program ends: the choice where there is no keychain, and the store of the tests.
class MemorySecretStore final : public SecretStore
{
public:
    [[nodiscard]] QFuture<Result<Secret>> read(const QString &name) override;
    [[nodiscard]] QFuture<Result<void>> write(const QString &name, const Secret &secret) override;
    [[nodiscard]] QFuture<Result<void>> remove(const QString &name) override;

private:
    QHash<QString, Secret> _secrets;
};

} // namespace archivesmp::app::credentials
