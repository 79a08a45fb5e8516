// SPDX-License-Identifier: GPL-3.0-or-later
// One table per enumeration gives both directions of its spelling.
#pragma once

#include <QLatin1StringView>
#include <QString>
#include <QStringView>

#include <array>
#include <optional>
#include <utility>

namespace archivesmp::domain {

template <typename Enum, std::size_t N>
using EnumNames = std::array<std::pair<Enum, QLatin1StringView>, N>;

// The name of a value that the table does not hold is empty: a table that is complete has none.
template <typename Enum, std::size_t N>
[[nodiscard]] QString enumToName(const EnumNames<Enum, N> &names, Enum value)
{
    for (const auto &[candidate, name] : names) {
        if (candidate == value)
            return name;
    }
    return {};
}

template <typename Enum, std::size_t N>
[[nodiscard]] std::optional<Enum> enumFromName(const EnumNames<Enum, N> &names, QStringView text)
{
    for (const auto &[candidate, name] : names) {
        if (text == name)
            return candidate;
    }
    return std::nullopt;
}

} // namespace archivesmp::domain
