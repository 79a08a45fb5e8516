// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/secretsealer.h"

#include <QCryptographicHash>

namespace archivesmp::tests {

// Turns bits around and remembers the context: enough to see that nothing is stored as it is, or unsealed
// where it does not belong.
class FakeSealer final : public agent::coordinator::SecretSealer
{
public:
    [[nodiscard]] Result<QByteArray> seal(const Secret &text, const QByteArray &context) const override
    {
        return hash(context) + turned(text.reveal());
    }
    [[nodiscard]] Result<Secret> unseal(const QByteArray &sealed, const QByteArray &context) const override
    {
        if (!sealed.startsWith(hash(context)))
            return Error{ErrorCode::Corrupt, QStringLiteral("sealed for something else")};
        return Secret(turned(sealed.mid(hash(context).size())));
    }

private:
    static QByteArray hash(const QByteArray &context)
    {
        return QCryptographicHash::hash(context, QCryptographicHash::Sha256);
    }
    static QByteArray turned(QByteArray bytes)
    {
        for (char &byte : bytes)
            byte = static_cast<char>(byte ^ 0x5a);
        return bytes;
    }
};

} // namespace archivesmp::tests
