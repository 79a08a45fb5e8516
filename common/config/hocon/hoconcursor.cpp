// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/hocon/hoconcursor.h"

#include "common/config/sourcetext.h"

#include "common/core/textescape.h"

#include <algorithm>

namespace archivesmp::config {

using namespace Qt::StringLiterals;

namespace {

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

bool mayStandUnquoted(char c)
{
    return static_cast<unsigned char>(c) > ' ' && !QByteArrayView("$\"{}[]:=,+#`^?!@*&\\").contains(c);
}

} // namespace

HoconCursor::HoconCursor(QByteArrayView source, qsizetype begin)
    : _source(source)
    , _at(begin)
    , _lineBegin(begin)
    , _counted(begin)
{ }

QString HoconCursor::found() const
{
    if (atEnd())
        return u"the end of the file"_s;
    if (peek() == '\n' || peek() == '\r')
        return u"the end of the line"_s;
    qsizetype end = _at + 1;
    while (end < _source.size() && isContinuation(_source[end]))
        ++end;
    return u'"' + escapedForDisplay(_source.sliced(_at, end - _at)) + u'"';
}

Error HoconCursor::expected(const QString &what) const
{
    return errorAt(_source, _at, u"expected "_s + what + u", found "_s + found());
}

Error HoconCursor::notUnderstood(const QString &what) const
{
    return errorAt(_source, _at, what + u" is not understood"_s, {}, ErrorCode::UnsupportedFormat);
}

void HoconCursor::step(qsizetype bytes)
{
    for (; bytes > 0; --bytes) {
        const bool breaks = peek() == '\n' || (peek() == '\r' && peek(1) != '\n');
        ++_at;
        if (breaks) {
            ++_line;
            _lineBegin = _at;
        }
    }
}

void HoconCursor::skipBlanks()
{
    while (peek() == ' ' || peek() == '\t')
        ++_at;
}

bool HoconCursor::atComment() const
{
    return peek() == '#' || (peek() == '/' && peek(1) == '/');
}

bool HoconCursor::atLineEnd() const
{
    return atEnd() || peek() == '\n' || peek() == '\r' || atComment();
}

bool HoconCursor::skipLines()
{
    bool ended = false;
    for (;;) {
        skipBlanks();
        if (atEnd() || !atLineEnd())
            return ended;
        if (atComment()) {
            while (!atEnd() && peek() != '\n' && peek() != '\r')
                ++_at;
        } else {
            ended = true;
            step();
        }
    }
}

QByteArrayView HoconCursor::takeUnquoted()
{
    const qsizetype begin = _at;
    while (!atEnd() && mayStandUnquoted(peek()) && !atComment()) {
        // Only a number has a plus sign in it.
        const bool exponent = (peek() == 'e' || peek() == 'E') && peek(1) == '+' && _at > begin
            && std::all_of(_source.begin() + begin, _source.begin() + _at,
                           [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
        _at += exponent ? 2 : 1;
    }
    return _source.sliced(begin, _at - begin);
}

std::optional<HoconCursor::Quoted> HoconCursor::takeQuoted()
{
    if (startsWith("\"\"\"")) {
        const qsizetype begin = _at + 3;
        qsizetype end = _source.indexOf(QByteArrayView("\"\"\""), begin);
        if (end < 0)
            return {};
        // Further quotes belong to the text.
        while (end + 3 < _source.size() && _source[end + 3] == '"')
            ++end;
        step(end + 3 - _at);
        return Quoted{_source.sliced(begin, end - begin), true};
    }
    const qsizetype begin = _at + 1;
    for (qsizetype end = begin; end < _source.size(); ++end) {
        if (static_cast<unsigned char>(_source[end]) < 0x20 && _source[end] != '\t')
            return {};
        if (_source[end] == '\\') {
            ++end;
        } else if (_source[end] == '"') {
            _at = end + 1;
            return Quoted{_source.sliced(begin, end - begin), false};
        }
    }
    return {};
}

void HoconCursor::place(ConfigDocument::Node &node)
{
    // Each byte is counted once: a file may well be one long line.
    if (_counted < _lineBegin) {
        _counted = _lineBegin;
        _characters = 0;
    }
    const QByteArrayView since = _source.sliced(_counted, _at - _counted);
    _characters += since.size() - std::count_if(since.begin(), since.end(), isContinuation);
    _counted = _at;
    node.line = _line;
    node.column = static_cast<quint32>(_characters + 1);
}

} // namespace archivesmp::config
