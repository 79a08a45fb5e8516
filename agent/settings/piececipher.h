// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace archivesmp::agent::settings {

enum class Piece : quint8 { More = 0, Last = 1 };

// AES-256-GCM for the numbered pieces of one file, under a key made for this file alone.
class PieceCipher final
{
public:
    static constexpr qsizetype tagBytes = 16;

    // `header` is bound to every piece; its salt must never be used for a second file.
    [[nodiscard]] static Result<PieceCipher> make(const Secret &key, const QByteArray &salt,
                                                  const QByteArray &header);

    // Cipher text and tag.
    [[nodiscard]] Result<QByteArray> seal(quint64 number, Piece piece, QByteArrayView plain) const;

    // nullopt where it was not sealed as this piece.
    [[nodiscard]] std::optional<QByteArray> open(quint64 number, Piece piece, QByteArrayView sealed) const;

private:
    PieceCipher(Secret key, QByteArray noncePrefix, QByteArray header);

    [[nodiscard]] QByteArray nonceOf(quint64 number) const;
    [[nodiscard]] QByteArray boundTo(quint64 number, Piece piece) const;

    Secret _key;
    QByteArray _noncePrefix;
    QByteArray _header;
};

} // namespace archivesmp::agent::settings
