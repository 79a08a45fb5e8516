// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/textescape.h"

#include <QStringDecoder>

#include <algorithm>

namespace archivesmp {

using namespace Qt::StringLiterals;

namespace {

bool mustEscape(QChar c)
{
    const char16_t u = c.unicode();
    return u < 0x20 || (u >= 0x7f && u < 0xa0) || (u >= 0x200e && u <= 0x200f) || (u >= 0x2028 && u <= 0x202e)
        || (u >= 0x2066 && u <= 0x2069) || u == 0xfeff;
}

void appendEscaped(QString &out, QChar c)
{
    switch (c.unicode()) {
    case u'\n':
        out += u"\\n"_s;
        return;
    case u'\r':
        out += u"\\r"_s;
        return;
    case u'\t':
        out += u"\\t"_s;
        return;
    default:
        break;
    }
    const QString digits = QString::number(c.unicode(), 16);
    if (c.unicode() < 0x100)
        out += u"\\x"_s + digits.rightJustified(2, u'0');
    else
        out += u"\\u"_s + digits.rightJustified(4, u'0');
}

// The length of the valid UTF-8 sequence at the start, 0 where there is none.
qsizetype validSequence(QByteArrayView bytes)
{
    const auto lead = static_cast<unsigned char>(bytes.front());
    const qsizetype length = lead < 0x80 ? 1
        : lead < 0xc2                    ? 0
        : lead < 0xe0                    ? 2
        : lead < 0xf0                    ? 3
        : lead < 0xf5                    ? 4
                                         : 0;
    if (length == 0 || bytes.size() < length)
        return 0;
    return bytes.first(length).isValidUtf8() ? length : 0;
}

} // namespace

QString escapedForDisplay(QStringView text)
{
    QString out;
    out.reserve(text.size());
    for (const QChar c : text) {
        if (mustEscape(c))
            appendEscaped(out, c);
        else
            out += c;
    }
    return out;
}

QString escapedForDisplay(QByteArrayView bytes)
{
    const bool isPlain
        = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (isPlain)
        return QString::fromLatin1(bytes);
    QString out;
    for (qsizetype i = 0; i < bytes.size();) {
        const qsizetype length = validSequence(bytes.sliced(i));
        if (length == 0) {
            const auto byte = static_cast<unsigned char>(bytes.at(i++));
            out += u"\\x"_s + QString::number(byte, 16).rightJustified(2, u'0');
            continue;
        }
        out += escapedForDisplay(QStringView(QString::fromUtf8(bytes.sliced(i, length))));
        i += length;
    }
    return out;
}

QString excerpt(QStringView text, qsizetype limit)
{
    if (text.size() <= limit)
        return escapedForDisplay(text);
    return escapedForDisplay(text.first(limit)) + u'…';
}

} // namespace archivesmp
