// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <variant>

namespace archivesmp::agent::redis {

// One answer of Redis: nil, a number, a text (status or bulk), an error, or a list.
struct RespError
{
    QByteArray text; // "NOAUTH Authentication required."

    friend bool operator==(const RespError &, const RespError &) = default;
};

struct RespValue
{
    using List = QList<RespValue>;
    std::variant<std::monostate, qint64, QByteArray, RespError, List> content;

    [[nodiscard]] bool isNil() const { return std::holds_alternative<std::monostate>(content); }
    [[nodiscard]] const RespError *error() const { return std::get_if<RespError>(&content); }
    // Empty for everything else.
    [[nodiscard]] QByteArray text() const
    {
        const auto *const found = std::get_if<QByteArray>(&content);
        return found != nullptr ? *found : QByteArray();
    }
    [[nodiscard]] List items() const
    {
        const auto *const found = std::get_if<List>(&content);
        return found != nullptr ? *found : List();
    }

    friend bool operator==(const RespValue &a, const RespValue &b) { return a.content == b.content; }
};

} // namespace archivesmp::agent::redis
