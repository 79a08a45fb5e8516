// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/secretsealer.h"
#include "agent/settings/sealedsecret.h"

namespace archivesmp::agent {

// Seals what lies in the database with the host's own key.
class KeySealer final : public coordinator::SecretSealer
{
public:
    explicit KeySealer(settings::SecretKey key)
        : _key(std::move(key))
    { }

    [[nodiscard]] Result<QByteArray> seal(const Secret &text, const QByteArray &context) const override
    {
        return _key.seal(text, context);
    }
    [[nodiscard]] Result<Secret> unseal(const QByteArray &sealed, const QByteArray &context) const override
    {
        return _key.unseal(sealed, context);
    }

private:
    settings::SecretKey _key;
};

} // namespace archivesmp::agent
