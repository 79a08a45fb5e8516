// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/blockscanner.h"

#include "common/config/documentbuilder.h"
#include "common/config/sourcetext.h"
#include "common/config/yaml/yamlscalar.h"

#include <algorithm>
#include <cstring>

namespace archivesmp::config {

using Node = ConfigDocument::Node;
using NodeIndex = ConfigDocument::NodeIndex;
using Style = ConfigDocument::Style;

namespace {

// Characters that cannot begin a plain scalar, or begin something that is not in the subset. A "-" is looked
// at closer.
bool isIndicator(char c)
{
    switch (c) {
    case '?':
    case ':':
    case ',':
    case '[':
    case ']':
    case '{':
    case '}':
    case '#':
    case '&':
    case '*':
    case '!':
    case '|':
    case '>':
    case '\'':
    case '"':
    case '%':
    case '@':
    case '`':
        return true;
    default:
        return false;
    }
}

// libyaml looks for a key's colon within 1024 characters.
constexpr qsizetype longestKey = 1000;

class BlockScanning final
{
public:
    BlockScanning(const QByteArray &source, const ParseLimits &limits)
        : _builder(source, Format::Yaml, limits)
        , _data(_builder.source().data())
        , _size(_builder.source().size())
        , _ascii(isAscii(_builder.source()))
    { }

    [[nodiscard]] std::optional<ConfigDocument> scan()
    {
        if (_builder.source().contains('\t') || !hasUsualLineEnds())
            return {};
        for (qsizetype at = byteOrderMark(_builder.source()); at < _size;) {
            const auto *newline
                = static_cast<const char *>(std::memchr(_data + at, '\n', static_cast<size_t>(_size - at)));
            const qsizetype next = newline == nullptr ? _size : newline - _data + 1;
            qsizetype end = newline == nullptr ? _size : newline - _data;
            if (end > at && newline != nullptr && _data[end - 1] == '\r')
                --end;
            ++_line;
            _lineBegin = at;
            while (at < end && _data[at] == ' ')
                ++at;
            if (at < end && _data[at] != '#' && !takeLine(at, end))
                return {};
            at = next;
        }
        if (_levels.empty())
            return {};
        if (!resolvePending())
            return {};
        while (!_levels.empty())
            closeTop();
        auto document = _builder.finish();
        return document ? std::optional(std::move(*document)) : std::nullopt;
    }

private:
    enum class Pending { None, Key, Item };
    struct Level
    {
        bool isMap = false;
        qsizetype indent = 0;
    };

    // LF or CRLF, and none of the line ends that only YAML knows; no byte order mark inside.
    [[nodiscard]] bool hasUsualLineEnds() const
    {
        const QByteArrayView source = _builder.source();
        for (qsizetype i = source.indexOf('\r'); i >= 0; i = source.indexOf('\r', i + 1)) {
            if (i + 1 >= _size || _data[i + 1] != '\n')
                return false;
        }
        return _ascii
            || (!source.contains("\xc2\x85") && !source.contains("\xe2\x80\xa8")
                && !source.contains("\xe2\x80\xa9") && source.indexOf("\xef\xbb\xbf", 1) < 0);
    }

    [[nodiscard]] bool isBlankOrEnd(qsizetype at, qsizetype end) const
    {
        return at >= end || _data[at] == ' ';
    }
    [[nodiscard]] bool isDash(qsizetype at, qsizetype end) const
    {
        return _data[at] == '-' && isBlankOrEnd(at + 1, end);
    }
    [[nodiscard]] qsizetype skipBlanks(qsizetype at, qsizetype end) const
    {
        while (at < end && _data[at] == ' ')
            ++at;
        return at;
    }
    // Nothing but blanks, or a comment behind a blank.
    [[nodiscard]] bool endsHere(qsizetype at, qsizetype end) const
    {
        const qsizetype next = skipBlanks(at, end);
        return next >= end || (_data[next] == '#' && next > at);
    }

    void place(Node &node, qsizetype begin, qsizetype end) const
    {
        node.begin = static_cast<quint32>(begin);
        node.end = static_cast<quint32>(end);
        node.line = _line;
        node.column = column(begin);
    }
    [[nodiscard]] quint32 column(qsizetype at) const
    {
        qsizetype characters = at - _lineBegin;
        if (!_ascii)
            characters -= std::count_if(_data + _lineBegin, _data + at, [](char c) {
                return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
            });
        return static_cast<quint32>(characters + 1);
    }

    bool takeLine(qsizetype at, qsizetype end)
    {
        const qsizetype indent = at - _lineBegin;
        const bool dash = isDash(at, end);
        if (indent == 0 && end - at >= 3
            && (std::memcmp(_data + at, "---", 3) == 0 || std::memcmp(_data + at, "...", 3) == 0))
            return false;
        if (!enter(at, indent, dash))
            return false;
        return dash ? takeItem(at, end) : takeEntry(at, end);
    }

    // Opens and closes containers until the innermost is the one that the line belongs to.
    bool enter(qsizetype at, qsizetype indent, bool dash)
    {
        if (_levels.empty())
            return _builder.size() == 0 && openContainer(at, indent, !dash);
        const Level top = _levels.back();
        const bool opens = _pending != Pending::None
            && (indent > top.indent || (_pending == Pending::Key && dash && indent == top.indent));
        if (opens)
            return openContainer(at, indent, !dash);
        if (indent > top.indent || !resolvePending())
            return false;
        while (!_levels.empty()
               && (_levels.back().indent > indent
                   || (_levels.back().indent == indent && !_levels.back().isMap && !dash)))
            closeTop();
        return !_levels.empty() && _levels.back().indent == indent && _levels.back().isMap != dash;
    }

    bool openContainer(qsizetype at, qsizetype indent, bool isMap)
    {
        if (_builder.isFull() || _builder.isDeepest())
            return false;
        Node node = _entry;
        node.type = isMap ? Value::Type::Map : Value::Type::List;
        node.style = Style::Block;
        place(node, at, at);
        _builder.open(_builder.append(node));
        _levels.push_back({isMap, indent});
        _pending = Pending::None;
        _entry = {};
        return true;
    }

    void closeTop()
    {
        _builder.close(static_cast<quint32>(_lastEnd));
        _levels.pop_back();
    }

    // A key or dash without a value is a null, where nothing that belongs to it follows.
    bool resolvePending()
    {
        if (_pending == Pending::None)
            return true;
        _pending = Pending::None;
        _entry.begin = _entry.end = static_cast<quint32>(_pendingAt);
        _entry.text = _builder.source().sliced(_pendingAt, 0);
        _entry.style = Style::Plain;
        _lastEnd = _pendingAt;
        return append(_entry);
    }

    bool append(const Node &node)
    {
        if (_builder.isFull())
            return false;
        _builder.append(node);
        _entry = {};
        return true;
    }

    bool takeItem(qsizetype dash, qsizetype end)
    {
        const qsizetype at = skipBlanks(dash + 1, end);
        if (at >= end || _data[at] == '#') {
            _pending = Pending::Item;
            _pendingAt = dash + 1;
            _entry = {};
            _entry.line = _line;
            _entry.column = column(dash + 1);
            return true;
        }
        if (isDash(at, end))
            return false;
        if (colonOf(at, end) < 0)
            return takeValue(at, end);
        return openContainer(at, at - _lineBegin, true) && takeEntry(at, end);
    }

    bool takeEntry(qsizetype at, qsizetype end)
    {
        const qsizetype colon = colonOf(at, end);
        if (colon < 0 || colon - at > longestKey)
            return false;
        qsizetype keyEnd = colon;
        while (_data[keyEnd - 1] == ' ')
            --keyEnd;
        Node key;
        place(key, at, keyEnd);
        if (_data[at] == '\'' || _data[at] == '"') {
            if (!decodeQuoted(key, at, keyEnd))
                return false;
        } else {
            key.text = _builder.source().sliced(at, keyEnd - at);
        }
        if (key.text == "<<" && keyEnd - at == 2)
            return false;
        _entry = {};
        _entry.key = key.text;
        _entry.keyBegin = key.begin;
        _entry.keyEnd = key.end;
        _entry.line = key.line;
        _entry.column = key.column;
        _lastEnd = keyEnd;
        const qsizetype value = skipBlanks(colon + 1, end);
        if (value >= end || _data[value] == '#') {
            _pending = Pending::Key;
            _pendingAt = colon + 1;
            return true;
        }
        return takeValue(value, end);
    }

    // The colon behind a key that begins here, or -1 where there is no key, or one outside of the subset.
    [[nodiscard]] qsizetype colonOf(qsizetype at, qsizetype end) const
    {
        const char first = _data[at];
        if (first == '\'' || first == '"') {
            const qsizetype closing = closingQuote(at, end);
            return closing >= 0 && closing + 1 < end && _data[closing + 1] == ':'
                    && isBlankOrEnd(closing + 2, end)
                ? closing + 1
                : -1;
        }
        if (isIndicator(first) || isDash(at, end))
            return -1;
        for (qsizetype i = at + 1; i < end; ++i) {
            if (_data[i] == ':' && isBlankOrEnd(i + 1, end))
                return i;
            if (_data[i] == '#' && _data[i - 1] == ' ')
                return -1;
        }
        return -1;
    }

    // In the same line, or -1.
    [[nodiscard]] qsizetype closingQuote(qsizetype at, qsizetype end) const
    {
        const char quote = _data[at];
        for (qsizetype i = at + 1; i < end; ++i) {
            if (_data[i] == '\\' && quote == '"') {
                ++i;
            } else if (_data[i] == quote) {
                if (quote == '"' || i + 1 >= end || _data[i + 1] != '\'')
                    return i;
                ++i;
            }
        }
        return -1;
    }

    // Gives a node the text between the quotes at its ends.
    bool decodeQuoted(Node &node, qsizetype begin, qsizetype end)
    {
        const QByteArrayView inner = _builder.source().sliced(begin + 1, end - begin - 2);
        const bool isDouble = _data[begin] == '"';
        node.type = Value::Type::Text;
        node.style = isDouble ? Style::DoubleQuoted : Style::SingleQuoted;
        node.text = inner;
        if (!inner.contains(isDouble ? '\\' : '\''))
            return true;
        QByteArray text;
        text.reserve(inner.size());
        for (qsizetype i = 0; i < inner.size(); ++i) {
            char c = inner[i];
            if (c == '\'' && !isDouble) {
                ++i;
            } else if (c == '\\' && isDouble) {
                c = simpleEscape(inner[++i]);
                if (c == '\0')
                    return false;
            }
            text += c;
        }
        node.text = _builder.keep(text);
        return true;
    }

    [[nodiscard]] static char simpleEscape(char c)
    {
        switch (c) {
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case '"':
        case '\\':
            return c;
        default:
            return '\0';
        }
    }

    bool takeValue(qsizetype at, qsizetype end)
    {
        Node node = _entry;
        const char first = _data[at];
        if (first == '[' || first == '{')
            return takeFlow(node, at, end);
        qsizetype valueEnd = -1;
        if (first == '\'' || first == '"') {
            const qsizetype closing = closingQuote(at, end);
            if (closing < 0 || !endsHere(closing + 1, end))
                return false;
            valueEnd = closing + 1;
            place(node, at, valueEnd);
            if (!decodeQuoted(node, at, valueEnd))
                return false;
        } else {
            valueEnd = plainEnd(at, end);
            if (valueEnd < 0)
                return false;
            place(node, at, valueEnd);
            takePlain(node);
        }
        _lastEnd = valueEnd;
        return append(node);
    }

    void takePlain(Node &node) const
    {
        node.text = _builder.source().sliced(node.begin, node.end - node.begin);
        node.style = Style::Plain;
        node.type = typeOfPlainYaml(node.text);
    }

    // Behind the last character of a plain scalar, or -1 where it is none of the subset.
    [[nodiscard]] qsizetype plainEnd(qsizetype at, qsizetype end) const
    {
        if (isIndicator(_data[at]) || isDash(at, end))
            return -1;
        qsizetype last = at; // the last character that is no blank
        for (qsizetype i = at; i < end; ++i) {
            const char c = _data[i];
            if (c == ':' && isBlankOrEnd(i + 1, end))
                return -1;
            if (c == '#' && _data[i - 1] == ' ')
                break;
            if (c != ' ')
                last = i;
        }
        return last + 1;
    }

    // [] and {}, and lists of plain and quoted scalars without surprises.
    bool takeFlow(Node &node, qsizetype at, qsizetype end)
    {
        const char closing = _data[at] == '[' ? ']' : '}';
        node.type = closing == ']' ? Value::Type::List : Value::Type::Map;
        node.style = Style::Flow;
        place(node, at, at);
        if (_builder.isFull() || _builder.isDeepest())
            return false;
        _builder.open(_builder.append(node));
        _entry = {};
        qsizetype next = skipBlanks(at + 1, end);
        while (next < end && _data[next] != closing) {
            if (closing == '}')
                return false;
            next = takeFlowItem(next, end);
            if (next < 0 || next >= end)
                return false;
            if (_data[next] == ',') {
                next = skipBlanks(next + 1, end);
                if (next >= end || _data[next] == ']')
                    return false;
            } else if (_data[next] != ']') {
                return false;
            }
        }
        if (next >= end || !endsHere(next + 1, end))
            return false;
        _lastEnd = next + 1;
        _builder.close(static_cast<quint32>(_lastEnd));
        return true;
    }

    // Behind the item and the blanks that follow it, or -1.
    qsizetype takeFlowItem(qsizetype at, qsizetype end)
    {
        Node node;
        qsizetype itemEnd = at;
        if (_data[at] == '\'' || _data[at] == '"') {
            const qsizetype closing = closingQuote(at, end);
            if (closing < 0)
                return -1;
            itemEnd = closing + 1;
            place(node, at, itemEnd);
            if (!decodeQuoted(node, at, itemEnd))
                return -1;
        } else {
            if (isIndicator(_data[at]) || isDash(at, end))
                return -1;
            qsizetype i = at;
            for (; i < end && _data[i] != ',' && _data[i] != ']'; ++i) {
                if (isIndicator(_data[i]))
                    return -1;
                if (_data[i] != ' ')
                    itemEnd = i + 1;
            }
            place(node, at, itemEnd);
            takePlain(node);
        }
        return append(node) ? skipBlanks(itemEnd, end) : -1;
    }

    ConfigDocument::Builder _builder;
    const char *_data = nullptr;
    qsizetype _size = 0;
    bool _ascii = true;
    std::vector<Level> _levels;
    Node _entry; // the key that was read, waiting for its value
    Pending _pending = Pending::None;
    qsizetype _pendingAt = 0;
    qsizetype _lineBegin = 0;
    qsizetype _lastEnd = 0;
    quint32 _line = 0;
};

} // namespace

std::optional<ConfigDocument> scanBlockYaml(const QByteArray &source, const ParseLimits &limits)
{
    return BlockScanning(source, limits).scan();
}

} // namespace archivesmp::config
