// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/keyhash.h"

#include <QByteArrayView>

namespace archivesmp::drift {

// Compares texts of a few bytes, for which a call of memcmp() takes longer than the comparison itself.
[[nodiscard]] inline bool isSameText(const char *a, const char *b, qsizetype size)
{
    using config::numberAt;
    if (size >= 8) {
        for (qsizetype i = 0; i < size - 8; i += 8) {
            if (numberAt<quint64>(a + i) != numberAt<quint64>(b + i))
                return false;
        }
        return numberAt<quint64>(a + size - 8) == numberAt<quint64>(b + size - 8);
    }
    if (size >= 4)
        return numberAt<quint32>(a) == numberAt<quint32>(b)
            && numberAt<quint32>(a + size - 4) == numberAt<quint32>(b + size - 4);
    return size <= 0 || (a[0] == b[0] && a[size - 1] == b[size - 1] && a[size / 2] == b[size / 2]);
}

[[nodiscard]] inline bool isSameText(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && isSameText(a.data(), b.data(), a.size());
}

// Whether the bytes from `text` to `end` begin so.
[[nodiscard]] inline bool beginsWith(const char *text, const char *end, QByteArrayView begin)
{
    return end - text >= begin.size() && isSameText(text, begin.data(), begin.size());
}

} // namespace archivesmp::drift
