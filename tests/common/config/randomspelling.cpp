// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/common/config/randomspelling.h"

#include <QString>

#include <algorithm>
#include <array>

namespace archivesmp::tests {

QByteArray escapedText(const QByteArray &text)
{
    QByteArray out;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\' + QByteArray(1, c);
        else if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (c == '\x7f')
            out += "\\u007f";
        else
            out += c;
    }
    return '"' + out + '"';
}

bool isSimple(const QByteArray &text)
{
    static constexpr std::array plain{
        "a",           "hello world",    "ünï", "😀",   "minecraft:stone", "enabled",
        "max-players", "key with blank", "a.b", "x/y", "Settings",        "C:\\path",
        "it's"};
    return std::any_of(plain.begin(), plain.end(), [&text](const char *word) { return text == word; });
}

bool isSingleLine(const QByteArray &text)
{
    return !text.contains('\n') && !text.contains('\r') && !text.contains('\x7f');
}

} // namespace archivesmp::tests
