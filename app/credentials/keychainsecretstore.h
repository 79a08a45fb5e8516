// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/credentials/secretstore.h"

namespace archivesmp::app::credentials {

// The desktop's keychain through QtKeychain: Secret Service or KWallet, the Windows Credential Store, the
// macOS Keychain. Never falls back to a plain file.
class KeychainSecretStore final : public SecretStore
{
public:
    explicit KeychainSecretStore(QString service);

    [[nodiscard]] QFuture<Result<Secret>> read(const QString &name) override;
    [[nodiscard]] QFuture<Result<void>> write(const QString &name, const Secret &secret) override;
    [[nodiscard]] QFuture<Result<void>> remove(const QString &name) override;

private:
    QString _service; // the name under which the keychain groups our entries
};

} // namespace archivesmp::app::credentials
