// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/canonicaljson.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace archivesmp::expectations {

namespace {

bool skipDigits(QByteArrayView text, qsizetype &at)
{
    const qsizetype begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9')
        ++at;
    return at > begin;
}

// The grammar of RFC 8259, which has no leading zeros, no "+1" and no "1.".
bool isJsonNumber(QByteArrayView text)
{
    qsizetype at = text.startsWith('-') ? 1 : 0;
    const bool leadingZero = at < text.size() && text[at] == '0';
    const qsizetype begin = at;
    if (!skipDigits(text, at) || (leadingZero && at - begin > 1))
        return false;
    if (at < text.size() && text[at] == '.' && !skipDigits(text, ++at))
        return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-'))
            ++at;
        if (!skipDigits(text, at))
            return false;
    }
    return at == text.size();
}

void appendNumber(QByteArray &out, const Value &value)
{
    const QByteArray source = value.numberSource();
    if (isJsonNumber(source))
        out += source;
    else if (value.type() == Value::Type::Integer)
        out += QByteArray::number(value.toInteger());
    else if (std::isfinite(value.toReal()))
        out += QByteArray::number(value.toReal(), 'e', QLocale::FloatingPointShortest);
    else
        appendJsonText(out, source);
}

void appendMap(QByteArray &out, const ValueMap &entries)
{
    std::vector<const std::pair<QByteArray, Value> *> sorted;
    for (const auto &entry : entries)
        sorted.push_back(&entry);
    std::sort(sorted.begin(), sorted.end(), [](const auto *a, const auto *b) { return a->first < b->first; });
    out += '{';
    for (const auto *entry : sorted) {
        if (entry != sorted.front())
            out += ',';
        appendJsonText(out, entry->first);
        out += ':';
        appendJsonValue(out, entry->second);
    }
    out += '}';
}

// How many bytes a character takes with which the text begins and which no file may hold as it is: a control
// character, U+FFFE or U+FFFF. 0 where it begins otherwise.
qsizetype sizeOfUnprintable(QByteArrayView text)
{
    const auto byte = [text](qsizetype i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x20 || byte(0) == 0x7f)
        return 1;
    if (text.size() > 1 && byte(0) == 0xc2 && byte(1) < 0xa0)
        return 2;
    return text.startsWith("\xef\xbf\xbe") || text.startsWith("\xef\xbf\xbf") ? 3 : 0;
}

} // namespace

void appendJsonText(QByteArray &out, QByteArrayView utf8)
{
    out += '"';
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const char c = utf8[i];
        const QByteArrayView rest = utf8.sliced(i);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (const qsizetype size = sizeOfUnprintable(rest); size > 0) {
            out += "\\u";
            out += QByteArray::number(QString::fromUtf8(rest.first(size)).front().unicode(), 16)
                       .rightJustified(4, '0');
            i += size - 1;
        } else {
            out += c;
        }
    }
    out += '"';
}

void appendJsonValue(QByteArray &out, const Value &value)
{
    switch (value.type()) {
    case Value::Type::Null:
        out += "null";
        return;
    case Value::Type::Boolean:
        out += value.toBoolean() ? "true" : "false";
        return;
    case Value::Type::Integer:
    case Value::Type::Real:
        appendNumber(out, value);
        return;
    case Value::Type::Text:
        appendJsonText(out, value.toText());
        return;
    case Value::Type::List:
        out += '[';
        for (qsizetype i = 0; i < value.items().size(); ++i) {
            if (i > 0)
                out += ',';
            appendJsonValue(out, value.items().at(i));
        }
        out += ']';
        return;
    case Value::Type::Map:
        appendMap(out, value.entries());
        return;
    }
}

} // namespace archivesmp::expectations
