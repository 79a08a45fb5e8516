// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <optional>
#include <utility>

namespace archivesmp::agent::rest {

// The request line and the headers as they came, names in any case, duplicates included.
struct RequestHead
{
    QByteArray method;
    QByteArray target;
    QByteArray version; // "HTTP/1.1"
    QList<std::pair<QByteArray, QByteArray>> headers;

    // The values of a header, in order.
    [[nodiscard]] QList<QByteArray> all(QByteArrayView name) const;
    // The only value; nullopt where there is none.
    [[nodiscard]] std::optional<QByteArray> value(QByteArrayView name) const;
};

struct Refusal
{
    int status = 400;
    Error error;
};

// What no request of ours ever has and what an attack needs: sizes beyond the limits, lengths that two
// readers would understand differently, a browser's Origin, a foreign Host. Host may be an address,
// "localhost" or one of `hostNames`.
[[nodiscard]] std::optional<Refusal> refuseHead(const RequestHead &head, const QStringList &hostNames);

// The body's length of a head that was not refused.
[[nodiscard]] qint64 contentLength(const RequestHead &head);

} // namespace archivesmp::agent::rest
