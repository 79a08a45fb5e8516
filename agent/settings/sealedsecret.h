// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"

#include <QByteArray>
#include <QString>

namespace archivesmp::agent::settings {

// Seals texts with AES-256-GCM under a key that lies in a file of its own (mode 0600, 32 bytes as hexadecimal
// digits). It keeps configuration files and databases readable without giving their secrets away; it does not
// protect against whoever can read the key file.
class SecretKey final
{
public:
    static constexpr qsizetype keyBytes = 32;

    // The key of `path`; made there where the file does not exist.
    [[nodiscard]] static Result<SecretKey> loadOrCreate(const QString &path);
    [[nodiscard]] static Result<SecretKey> load(const QString &path);
    explicit SecretKey(Secret raw);

    // "enc:v1:<base64>": nonce, cipher text and tag. `context` (the path of the field, the id of the row) is
    // bound to it, so that a sealed text cannot be moved to another place.
    [[nodiscard]] Result<QByteArray> seal(const Secret &text, const QByteArray &context) const;

    // Corrupt for another key, another context or a damaged text; the message names the key's id and no
    // secret.
    [[nodiscard]] Result<Secret> unseal(const QByteArray &sealed, const QByteArray &context) const;

    [[nodiscard]] QString id() const; // eight hexadecimal digits of the key's hash

private:
    Secret _raw;
};

[[nodiscard]] bool isSealed(QStringView text); // begins with "enc:v1:"

// Random bytes from the system's generator.
[[nodiscard]] QByteArray randomBytes(qsizetype count);

} // namespace archivesmp::agent::settings
