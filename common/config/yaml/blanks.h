// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/keyhash.h"

#include <bit>

namespace archivesmp::config {

// Where a text goes on behind the blanks with which it begins. Eight of them are looked at in one step: there
// are some before most lines, and a fleet has a million lines.
[[nodiscard]] inline const char *behindBlanks(const char *text, const char *end)
{
    constexpr quint64 eightBlanks = 0x2020202020202020U;
    while (end - text >= 8) {
        if (const quint64 others = numberAt<quint64>(text) ^ eightBlanks; others != 0) {
            const int bits = std::endian::native == std::endian::little ? std::countr_zero(others)
                                                                        : std::countl_zero(others);
            return text + bits / 8;
        }
        text += 8;
    }
    while (text != end && *text == ' ')
        ++text;
    return text;
}

} // namespace archivesmp::config
