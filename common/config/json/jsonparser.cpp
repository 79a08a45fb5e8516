// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/json/jsonparser.h"

#include "common/config/documentbuilder.h"
#include "common/config/json/jsontext.h"
#include "common/config/sourcetext.h"

#include "common/core/textescape.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;
using NodeIndex = ConfigDocument::NodeIndex;
using Style = ConfigDocument::Style;

namespace {

class JsonReading final
{
public:
    JsonReading(const QByteArray &source, const ParseLimits &limits)
        : _builder(source, Format::Json, limits)
        , _source(_builder.source())
        , _at(byteOrderMark(_source))
        , _lineBegin(_at)
        , _counted(_at)
    { }

    [[nodiscard]] Result<ConfigDocument> read()
    {
        if (!skip() || !readValue({}) || !skip())
            return *_error;
        if (_at < _source.size()) {
            fail(_at, u"found "_s + found() + u" after the end of the document"_s, u"remove it"_s);
            return *_error;
        }
        return _builder.finish();
    }

private:
    [[nodiscard]] bool isLenient() const { return _builder.limits().json == JsonDialect::Lenient; }
    [[nodiscard]] char peek() const { return _at < _source.size() ? _source[_at] : '\0'; }

    [[nodiscard]] QString found() const
    {
        if (_at >= _source.size())
            return u"the end of the file"_s;
        qsizetype end = _at + 1;
        while (end < _source.size() && (static_cast<unsigned char>(_source[end]) & 0xc0) == 0x80)
            ++end;
        const QByteArrayView character = _source.sliced(_at, end - _at);
        // QString::fromUtf8 would take a byte order mark away.
        if (character == "\xef\xbb\xbf")
            return u"a byte order mark"_s;
        return u'"' + escapedForDisplay(character) + u'"';
    }

    bool fail(qsizetype offset, const QString &message, const QString &remedy = {})
    {
        _error = errorAt(_source, offset, message, remedy);
        return false;
    }
    bool fail(const Error &error)
    {
        _error = error;
        return false;
    }

    // Over blanks, and comments where they are allowed.
    bool skip()
    {
        for (;;) {
            const char c = peek();
            if (c == '\n') {
                ++_line;
                _lineBegin = ++_at;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                ++_at;
            } else if (c == '/' || c == '#') {
                if (!skipComment())
                    return false;
            } else {
                return true;
            }
        }
    }

    bool skipComment()
    {
        if (!isLenient())
            return fail(_at, u"JSON has no comments"_s, u"remove it"_s);
        const qsizetype begin = _at;
        if (peek() == '/' && _at + 1 < _source.size() && _source[_at + 1] == '*') {
            const qsizetype end = QByteArrayView(_source).indexOf("*/", _at + 2);
            if (end < 0)
                return fail(begin, u"the comment that begins here is never closed"_s);
            for (; _at < end + 2; ++_at) {
                if (_source[_at] == '\n') {
                    ++_line;
                    _lineBegin = _at + 1;
                }
            }
            return true;
        }
        if (peek() == '/' && (_at + 1 >= _source.size() || _source[_at + 1] != '/'))
            return fail(_at, u"expected a value, found \"/\""_s);
        const qsizetype end = _source.indexOf('\n', _at);
        _at = end < 0 ? _source.size() : end;
        return true;
    }

    void place(Node &node)
    {
        node.begin = static_cast<quint32>(_at);
        node.line = _line;
        const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
        // Each byte is counted once: a file may well be one long line.
        if (_counted < _lineBegin) {
            _counted = _lineBegin;
            _characters = 0;
        }
        const QByteArrayView since = _source.sliced(_counted, _at - _counted);
        _characters += since.size() - std::count_if(since.begin(), since.end(), continues);
        _counted = _at;
        node.column = static_cast<quint32>(_characters + 1);
    }

    bool readValue(Node node)
    {
        place(node);
        if (_builder.isFull())
            return fail(tooManyNodes(_source, _at, _builder.limits()));
        switch (peek()) {
        case '{':
            return readContainer(node, Value::Type::Map, '}');
        case '[':
            return readContainer(node, Value::Type::List, ']');
        case '"':
        case '\'':
            if (!opensString())
                return fail(_at, u"expected a value, found \"'\""_s, u"use double quotes"_s);
            node.type = Value::Type::Text;
            node.style = peek() == '"' ? Style::DoubleQuoted : Style::SingleQuoted;
            if (!readString(node.text))
                return false;
            break;
        default:
            if (!readWord(node))
                return false;
        }
        node.end = static_cast<quint32>(_at);
        _builder.append(node);
        return true;
    }

    bool readContainer(Node &node, Value::Type type, char closing)
    {
        if (_builder.isDeepest())
            return fail(tooDeep(_source, _at, _builder.limits()));
        node.type = type;
        node.style = Style::Flow;
        _builder.open(_builder.append(node));
        ++_at;
        if (!skip())
            return false;
        bool first = true;
        while (peek() != closing || _at >= _source.size()) {
            if (!first && !readComma(closing))
                return false;
            if (peek() == closing)
                break;
            first = false;
            if (!(type == Value::Type::Map ? readMember() : readValue({})) || !skip())
                return false;
        }
        ++_at;
        _builder.close(static_cast<quint32>(_at));
        return true;
    }

    bool readComma(char closing)
    {
        const qsizetype comma = _at;
        if (peek() != ',')
            return fail(_at, u"expected \",\" or \""_s + QLatin1Char(closing) + u"\", found "_s + found());
        ++_at;
        if (!skip())
            return false;
        if (peek() == closing && !isLenient())
            return fail(comma, u"a comma before \""_s + QLatin1Char(closing) + u'"', u"remove it"_s);
        return true;
    }

    bool readMember()
    {
        Node node;
        node.keyBegin = static_cast<quint32>(_at);
        if (opensString()) {
            if (!readString(node.key))
                return false;
        } else if (!readBareName(node.key)) {
            return fail(_at, u"expected a name in double quotes, found "_s + found());
        }
        node.keyEnd = static_cast<quint32>(_at);
        if (!skip())
            return false;
        if (peek() != ':')
            return fail(_at, u"expected \":\" after the name, found "_s + found());
        ++_at;
        return skip() && readValue(node);
    }

    [[nodiscard]] bool opensString() const { return peek() == '"' || (isLenient() && peek() == '\''); }

    // Letters, digits, _ and $, as JavaScript's names are.
    bool readBareName(QByteArrayView &name)
    {
        const auto isName = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
                || c == '$';
        };
        const qsizetype begin = _at;
        while (isLenient() && isName(peek()))
            ++_at;
        name = _source.sliced(begin, _at - begin);
        return !name.isEmpty();
    }

    bool readString(QByteArrayView &text)
    {
        const qsizetype begin = _at + 1;
        const char quote = peek();
        bool escaped = false;
        for (++_at; _at < _source.size() && _source[_at] != quote; ++_at) {
            const bool isTab = _source[_at] == '\t';
            if (static_cast<unsigned char>(_source[_at]) < 0x20 && !(isTab && isLenient()))
                return failInString(begin - 1);
            if (_source[_at] == '\\') {
                escaped = true;
                ++_at;
            }
        }
        if (_at >= _source.size())
            return fail(begin - 1, u"the quote that is opened here is never closed"_s);
        text = _source.sliced(begin, _at - begin);
        ++_at;
        if (!escaped)
            return true;
        const auto decoded = decodedJsonString(text, isLenient() ? '\'' : '"');
        if (!decoded)
            return fail(begin + decoded.error().offset, decoded.error().message);
        text = _builder.keep(*decoded);
        return true;
    }

    bool failInString(qsizetype opening)
    {
        if (_source[_at] == '\t')
            return fail(_at, u"a tab inside a text"_s, u"write \\t"_s);
        return fail(opening, u"the quote that is opened here is not closed in its line"_s);
    }

    bool readWord(Node &node)
    {
        const qsizetype begin = _at;
        const auto isWord = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+'
                || c == '-' || c == '.' || c == '_';
        };
        qsizetype end = _at;
        while (end < _source.size() && isWord(_source[end]))
            ++end;
        node.text = _source.sliced(begin, end - begin);
        node.style = Style::Plain;
        if (node.text == "null")
            node.type = Value::Type::Null;
        else if (node.text == "true" || node.text == "false")
            node.type = Value::Type::Boolean;
        else if (const auto type = typeOfJsonNumber(node.text))
            node.type = *type;
        else if (node.text.isEmpty())
            return fail(_at, u"expected a value, found "_s + found());
        else
            return failWord(node.text);
        if (!isExact(node))
            return fail(_at,
                        u"the number "_s + excerpt(QString::fromUtf8(node.text), 40) + u" is out of range"_s,
                        u"write it as a text"_s);
        _at = end;
        return true;
    }

    // In a plugin's file it may be a password that somebody forgot to quote.
    bool failWord(QByteArrayView word)
    {
        if (isLenient())
            return fail(_at, u"expected a value, found a word that is none"_s, u"put texts into quotes"_s);
        return fail(_at, u"expected a value, found "_s + excerpt(QString::fromUtf8(word), 40));
    }

    [[nodiscard]] static bool isExact(const Node &node)
    {
        if (node.type == Value::Type::Real)
            return std::isfinite(valueOfJsonNumber(node.text, node.type).toReal());
        return node.type != Value::Type::Integer || node.text.size() < 18
            || valueOfJsonNumber(node.text, node.type).type() == Value::Type::Integer;
    }

    ConfigDocument::Builder _builder;
    QByteArrayView _source;
    qsizetype _at = 0;
    qsizetype _lineBegin = 0;
    qsizetype _counted = 0;    // up to where the characters of the line are counted …
    qsizetype _characters = 0; // … and how many there are
    quint32 _line = 1;
    std::optional<Error> _error;
};

} // namespace

Result<ConfigDocument> parseJson(const QByteArray &source, const ParseLimits &limits)
{
    if (auto checked = checkText(source, limits); !checked)
        return checked.error();
    return JsonReading(source, limits).read();
}

} // namespace archivesmp::config
