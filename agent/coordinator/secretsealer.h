// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"

#include <QByteArray>

namespace archivesmp::agent::coordinator {

// Makes secrets safe to lie in the database. May be called from any thread.
class SecretSealer
{
public:
    virtual ~SecretSealer() = default;

    // `context` says what the text is and is bound to it: a sealed text cannot be moved to another place.
    [[nodiscard]] virtual Result<QByteArray> seal(const Secret &text, const QByteArray &context) const = 0;
    // Corrupt for another key, another context or a damaged text.
    [[nodiscard]] virtual Result<Secret> unseal(const QByteArray &sealed,
                                                const QByteArray &context) const = 0;
};

} // namespace archivesmp::agent::coordinator
