// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <cstring>

namespace archivesmp::config {

template <typename Number>
[[nodiscard]] quint64 numberAt(const char *bytes)
{
    Number number = 0;
    std::memcpy(&number, bytes, sizeof number);
    return number;
}

// Cheap for the short texts that keys are, and good enough to make equal keys meet; whether they are equal is
// then compared.
[[nodiscard]] inline quint32 keyHash(QByteArrayView key)
{
    constexpr quint64 odd = 0xff51afd7ed558ccdU;
    const char *at = key.data();
    const char *end = at + key.size();
    auto mixed = static_cast<quint64>(key.size());
    if (key.size() >= 8) {
        for (; end - at > 8; at += 8) {
            mixed = (mixed ^ numberAt<quint64>(at)) * odd;
            mixed ^= mixed >> 32;
        }
        mixed ^= numberAt<quint64>(end - 8);
    } else if (key.size() >= 4) {
        mixed ^= (numberAt<quint32>(at) | numberAt<quint32>(end - 4) << 32) * 3;
    } else if (!key.isEmpty()) {
        mixed ^= (numberAt<quint8>(at) | numberAt<quint8>(at + key.size() / 2) << 8
                  | numberAt<quint8>(end - 1) << 16)
            << 8;
    }
    mixed *= odd;
    return static_cast<quint32>(mixed ^ mixed >> 32);
}

} // namespace archivesmp::config
