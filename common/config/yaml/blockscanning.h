// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar that scanBlockYaml() and sweepBlockYaml() share, so that they cannot disagree.
#pragma once

#include "common/config/configdocument.h"
#include "common/config/sourcetext.h"
#include "common/config/yaml/blanks.h"
#include "common/config/yaml/onelinescalar.h"
#include "common/config/yaml/yamlscalar.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace archivesmp::config {

// Reads the block subset and feeds a sink with nodes: ConfigDocument::Builder, or one with the same
// functions.
template <typename Sink>
class BlockScanning final
{
public:
    BlockScanning(Sink &sink, bool isSimple) // whether isSimpleText() of the source
        : _sink(sink)
        , _data(_sink.source().data())
        , _size(_sink.source().size())
        , _simple(isSimple)
        , _ascii(isSimple || isAscii(_sink.source()))
    {
        _levels.reserve(16);
    }

    // False for what is outside of the subset, or wrong, or more than the sink takes.
    [[nodiscard]] bool scan()
    {
        if (!_simple && (find('\t', 0) >= 0 || !hasUsualLineEnds()))
            return false;
        _next = byteOrderMark(_sink.source());
        while (_next < _size) {
            if constexpr (Sink::foresees)
                takeForeseenLines();
            qsizetype at = _next;
            const qsizetype end = beginLine();
            at = skipBlanks(at, end);
            if (at < end && _data[at] != '#' && !takeLine(at, end))
                return false;
        }
        if (_levels.empty())
            return false;
        if (!resolvePending())
            return false;
        while (!_levels.empty())
            closeTop();
        return true;
    }

private:
    enum class Pending { None, Key, Item };
    struct Level
    {
        bool isMap = false;
        qsizetype indent = 0;
    };

    [[nodiscard]] qsizetype find(char c, qsizetype from) const
    {
        const void *found
            = _size > from ? std::memchr(_data + from, c, static_cast<size_t>(_size - from)) : nullptr;
        return found == nullptr ? -1 : static_cast<const char *>(found) - _data;
    }

    // LF or CRLF, and none of the line ends that only YAML knows; no byte order mark inside.
    [[nodiscard]] bool hasUsualLineEnds() const
    {
        for (qsizetype i = find('\r', 0); i >= 0; i = find('\r', i + 1)) {
            if (i + 1 >= _size || _data[i + 1] != '\n')
                return false;
        }
        const std::string_view text(_data, static_cast<size_t>(_size));
        const auto holds
            = [text](std::string_view bytes, size_t from = 0) { return text.find(bytes, from) != text.npos; };
        return _ascii
            || (!holds("\xc2\x85") && !holds("\xe2\x80\xa8") && !holds("\xe2\x80\xa9")
                && !holds("\xef\xbb\xbf", 1));
    }

    // Steps into the next line and returns where it ends, its line break not included.
    qsizetype beginLine()
    {
        ++_line;
        _lineBegin = _next;
        const auto *newline
            = static_cast<const char *>(std::memchr(_data + _next, '\n', static_cast<size_t>(_size - _next)));
        if (newline == nullptr) {
            _next = _size;
            return _size;
        }
        const qsizetype end = newline - _data;
        _next = end + 1;
        return end > _lineBegin && _data[end - 1] == '\r' ? end - 1 : end;
    }

    [[nodiscard]] qsizetype skipBlanks(qsizetype at, qsizetype end) const
    {
        return at < end ? behindBlanks(_data + at, _data + end) - _data : at;
    }
    // Nothing but blanks, or a comment behind a blank.
    [[nodiscard]] bool endsHere(qsizetype at, qsizetype end) const
    {
        const qsizetype next = skipBlanks(at, end);
        return next >= end || (_data[next] == '#' && next > at);
    }

    void place(ConfigDocument::Node &node, qsizetype begin, qsizetype end) const
    {
        node.begin = static_cast<quint32>(begin);
        node.end = static_cast<quint32>(end);
        if constexpr (Sink::needsPlaces) {
            node.line = _line;
            node.column = column(begin);
        }
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

    // Those of the innermost container that come next.
    void takeForeseenLines()
    {
        if (_pending != Pending::None || _levels.empty())
            return;
        const auto lines = _sink.takeForeseenLines(_sink.source().sliced(_next), _levels.back().indent);
        if (lines.count == 0)
            return;
        _line += static_cast<quint32>(lines.count);
        _lastEnd = _next + lines.end;
        const qsizetype lineBreak = _lastEnd < _size && _data[_lastEnd] == '\r' ? 2 : 1;
        _next = std::min(_lastEnd + lineBreak, _size);
    }

    bool takeLine(qsizetype at, qsizetype end)
    {
        const qsizetype indent = at - _lineBegin;
        const bool dash = isDash(_data, at, end);
        if (indent == 0 && end - at >= 3
            && (std::memcmp(_data + at, "---", 3) == 0 || std::memcmp(_data + at, "...", 3) == 0))
            return takeMarker(at, end);
        if (!enter(at, indent, dash))
            return false;
        return dash ? takeItem(at, end) : takeEntry(at, end);
    }

    // One "---" before everything else.
    bool takeMarker(qsizetype at, qsizetype end)
    {
        const bool isFirst = _data[at] == '-' && !_marked && _sink.size() == 0;
        _marked = true;
        return isFirst && endsHere(at + 3, end);
    }

    // Opens and closes containers until the innermost is the one that the line belongs to.
    bool enter(qsizetype at, qsizetype indent, bool dash)
    {
        if (_levels.empty())
            return _sink.size() == 0 && openContainer(at, indent, !dash);
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
        if (_sink.isFull() || _sink.isDeepest())
            return false;
        ConfigDocument::Node node = _entry;
        node.type = isMap ? Value::Type::Map : Value::Type::List;
        node.style = ConfigDocument::Style::Block;
        place(node, at, at);
        _sink.open(_sink.append(node));
        _levels.push_back({isMap, indent});
        _pending = Pending::None;
        _entry = {};
        return true;
    }

    void closeTop()
    {
        _sink.close(static_cast<quint32>(_lastEnd));
        _levels.pop_back();
    }

    // A key or dash without a value is a null, where nothing that belongs to it follows.
    bool resolvePending()
    {
        if (_pending == Pending::None)
            return true;
        _pending = Pending::None;
        _entry.begin = _entry.end = static_cast<quint32>(_pendingAt);
        _entry.text = _sink.source().sliced(_pendingAt, 0);
        _entry.style = ConfigDocument::Style::Plain;
        _lastEnd = _pendingAt;
        return append(_entry);
    }

    bool append(const ConfigDocument::Node &node)
    {
        if (_sink.isFull())
            return false;
        _sink.append(node);
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
            if constexpr (Sink::needsPlaces) {
                _entry.line = _line;
                _entry.column = column(dash + 1);
            }
            return true;
        }
        if constexpr (Sink::foresees) {
            if (_sink.takeForeseen(_sink.source().sliced(at, end - at)).isWhole) {
                _lastEnd = end;
                return true;
            }
        }
        if (isDash(_data, at, end))
            return false;
        if (colonOfKey(_data, at, end) < 0)
            return takeValue(at, end);
        return openContainer(at, at - _lineBegin, true) && takeEntry(at, end);
    }

    bool takeEntry(qsizetype at, qsizetype end)
    {
        if constexpr (Sink::foresees) {
            if (end - at <= longestKey) {
                const auto foreseen = _sink.takeForeseen(_sink.source().sliced(at, end - at));
                if (foreseen.isWhole) {
                    _entry = {};
                    _lastEnd = end;
                    return true;
                }
                if (foreseen.colon >= 0)
                    return takeBehindKey(foreseen.key, at, at + foreseen.colon, at + foreseen.colon, end);
            }
        }
        const qsizetype colon = colonOfKey(_data, at, end);
        if (colon < 0 || colon - at > longestKey)
            return false;
        qsizetype keyEnd = colon;
        while (_data[keyEnd - 1] == ' ')
            --keyEnd;
        ConfigDocument::Node key;
        place(key, at, keyEnd);
        if (_data[at] == '\'' || _data[at] == '"') {
            if (!takeQuoted(key, at, keyEnd))
                return false;
        } else {
            key.text = _sink.source().sliced(at, keyEnd - at);
        }
        if (key.text == "<<" && keyEnd - at == 2)
            return false;
        return takeBehindKey(key.text, at, keyEnd, colon, end);
    }

    bool takeBehindKey(QByteArrayView key, qsizetype at, qsizetype keyEnd, qsizetype colon, qsizetype end)
    {
        _entry = {};
        place(_entry, at, keyEnd);
        _entry.key = key;
        _entry.keyBegin = _entry.begin;
        _entry.keyEnd = _entry.end;
        _lastEnd = keyEnd;
        const qsizetype value = skipBlanks(colon + 1, end);
        if (value >= end || _data[value] == '#') {
            _pending = Pending::Key;
            _pendingAt = colon + 1;
            return true;
        }
        return takeValue(value, end);
    }

    // Gives a node the text between the quotes at its ends.
    bool takeQuoted(ConfigDocument::Node &node, qsizetype begin, qsizetype end)
    {
        const QByteArrayView inner = _sink.source().sliced(begin + 1, end - begin - 2);
        node.type = Value::Type::Text;
        node.style
            = _data[begin] == '"' ? ConfigDocument::Style::DoubleQuoted : ConfigDocument::Style::SingleQuoted;
        const Quoting quoting = decodeQuoted(inner, _data[begin], _text);
        node.text = quoting == Quoting::Decoded ? _sink.keep(_text) : inner;
        return quoting != Quoting::Refused;
    }

    bool takeValue(qsizetype at, qsizetype end)
    {
        if (_data[at] == '|')
            return takeLiteral(at, end);
        qsizetype valueEnd = -1;
        if (_data[at] == '[' || _data[at] == '{')
            valueEnd = takeFlow(_entry, at, end);
        else
            valueEnd = takeScalar(_entry, at, end, plainEnd);
        _lastEnd = valueEnd;
        return valueEnd >= 0 && endsHere(valueEnd, end);
    }

    // Appends a scalar and returns where it ends, or -1.
    template <typename PlainEnd>
    qsizetype takeScalar(ConfigDocument::Node node, qsizetype at, qsizetype end, PlainEnd plainEndOf)
    {
        qsizetype valueEnd = -1;
        if (_data[at] == '\'' || _data[at] == '"') {
            valueEnd = closingQuote(_data, at, end) + 1;
            if (valueEnd <= 0)
                return -1;
            place(node, at, valueEnd);
            if (!takeQuoted(node, at, valueEnd))
                return -1;
        } else {
            valueEnd = plainEndOf(_data, at, end);
            if (valueEnd < 0)
                return -1;
            place(node, at, valueEnd);
            takePlain(node);
        }
        return append(node) ? valueEnd : -1;
    }

    void takePlain(ConfigDocument::Node &node) const
    {
        node.text = _sink.source().sliced(node.begin, node.end - node.begin);
        node.style = ConfigDocument::Style::Plain;
        node.type = typeOfPlainYaml(node.text);
    }

    // A flow collection in one line: returns where it ends, or -1.
    qsizetype takeFlow(ConfigDocument::Node node, qsizetype at, qsizetype end)
    {
        const bool isMap = _data[at] == '{';
        const char closing = isMap ? '}' : ']';
        node.type = isMap ? Value::Type::Map : Value::Type::List;
        node.style = ConfigDocument::Style::Flow;
        place(node, at, at);
        if (_sink.isFull() || _sink.isDeepest())
            return -1;
        _sink.open(_sink.append(node));
        _entry = {};
        qsizetype next = skipBlanks(at + 1, end);
        while (next < end && _data[next] != closing) {
            next = isMap ? takeFlowEntry(next, end) : takeFlowValue({}, next, end);
            if (next < 0)
                return -1;
            next = skipBlanks(next, end);
            if (next >= end || (_data[next] != ',' && _data[next] != closing))
                return -1;
            if (_data[next] != ',')
                break;
            next = skipBlanks(next + 1, end);
            if (next < end && _data[next] == closing)
                return -1;
        }
        if (next >= end)
            return -1;
        _sink.close(static_cast<quint32>(next + 1));
        return next + 1;
    }

    qsizetype takeFlowValue(const ConfigDocument::Node &node, qsizetype at, qsizetype end)
    {
        if (_data[at] == '[' || _data[at] == '{')
            return takeFlow(node, at, end);
        const qsizetype valueEnd = takeScalar(node, at, end, plainEndInFlow);
        // "[a: 1]" would be a map inside a list.
        return valueEnd >= 0 && valueEnd < end && _data[skipBlanks(valueEnd, end - 1)] == ':' ? -1 : valueEnd;
    }

    qsizetype takeFlowEntry(qsizetype at, qsizetype end)
    {
        ConfigDocument::Node key;
        const bool isQuoted = _data[at] == '\'' || _data[at] == '"';
        const qsizetype keyEnd = isQuoted ? closingQuote(_data, at, end) + 1 : plainEndInFlow(_data, at, end);
        if (keyEnd <= at || keyEnd - at > longestKey)
            return -1;
        const qsizetype colon = keyEnd;
        if (colon + 1 >= end || _data[colon] != ':' || _data[colon + 1] != ' ')
            return -1;
        if (isQuoted && !takeQuoted(key, at, keyEnd))
            return -1;
        if (!isQuoted)
            key.text = _sink.source().sliced(at, keyEnd - at);
        if (key.text == "<<" && !isQuoted)
            return -1;
        ConfigDocument::Node node;
        node.key = key.text;
        node.keyBegin = static_cast<quint32>(at);
        node.keyEnd = static_cast<quint32>(keyEnd);
        const qsizetype value = skipBlanks(colon + 1, end);
        if (value >= end || _data[value] == ',' || _data[value] == '}')
            return -1;
        return takeFlowValue(node, value, end);
    }

    // "|" or "|-" and the lines beneath it that are indented deeper than what it belongs to.
    bool takeLiteral(qsizetype at, qsizetype end)
    {
        ConfigDocument::Node node = _entry;
        const bool strips = at + 1 < end && _data[at + 1] == '-';
        if (skipBlanks(at + (strips ? 2 : 1), end) < end)
            return false;
        place(node, at, at);
        node.type = Value::Type::Text;
        node.style = ConfigDocument::Style::Literal;
        const qsizetype contentEnd = readLiteral(strips);
        if (contentEnd < 0)
            return false;
        node.end = static_cast<quint32>(contentEnd);
        node.text = _sink.keep(_text);
        _lastEnd = contentEnd;
        return append(node);
    }

    // Fills _text; returns where the last line that is not blank ends, or -1.
    qsizetype readLiteral(bool strips)
    {
        _text.clear();
        qsizetype indent = -1;
        qsizetype contentEnd = -1;
        qsizetype breaks = 0; // line breaks that count once more text follows
        while (_next < _size) {
            const qsizetype begin = _next;
            const qsizetype lineBefore = _lineBegin;
            const qsizetype end = beginLine();
            const qsizetype text = skipBlanks(begin, end);
            if (text >= end) {
                if (text - begin > indent && (indent >= 0 || text > begin))
                    return -1; // blanks beyond the indent are text, or a fault
                ++breaks;
                continue;
            }
            if (indent < 0)
                indent = text - begin;
            if (indent <= _levels.back().indent)
                return -1;
            if (text - begin < indent) {
                if (text - begin > _levels.back().indent && _data[text] != '#')
                    return -1;
                _next = begin;
                --_line;
                _lineBegin = lineBefore;
                break;
            }
            _text.append(breaks, '\n');
            breaks = end < _size ? 1 : 0;
            _text.append(_sink.source().sliced(begin + indent, end - begin - indent));
            contentEnd = end;
        }
        if (contentEnd < 0)
            return -1;
        if (breaks > 0 && !strips)
            _text.append('\n');
        while (_data[contentEnd - 1] == ' ')
            --contentEnd;
        return contentEnd;
    }

    Sink &_sink;
    const char *_data = nullptr;
    qsizetype _size = 0;
    bool _simple = false;
    bool _ascii = true;
    bool _marked = false; // whether a "---" was there
    std::vector<Level> _levels;
    QByteArray _text;            // a text that is being decoded
    ConfigDocument::Node _entry; // the key that was read, waiting for its value
    Pending _pending = Pending::None;
    qsizetype _pendingAt = 0;
    qsizetype _next = 0; // where the next line begins
    qsizetype _lineBegin = 0;
    qsizetype _lastEnd = 0;
    quint32 _line = 0;
};

} // namespace archivesmp::config
