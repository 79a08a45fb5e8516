// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/properties/propertiesparser.h"

#include "common/config/documentbuilder.h"
#include "common/config/properties/propertiestext.h"
#include "common/config/sourcetext.h"

#include <algorithm>
#include <optional>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;
using Problem = ConfigDocument::Problem;

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

class PropertiesReading final
{
public:
    PropertiesReading(const QByteArray &source, const ParseLimits &limits)
        : _builder(source, Format::Properties, limits)
        , _source(_builder.source())
        , _encoding(encodingOfProperties(_source))
        , _at(byteOrderMark(_source))
        , _lineBegin(_at)
    { }

    [[nodiscard]] Result<ConfigDocument> read()
    {
        Node root;
        root.type = Value::Type::Map;
        root.style = ConfigDocument::Style::Block;
        root.line = 1;
        root.column = 1;
        root.begin = static_cast<quint32>(_at);
        _builder.open(_builder.append(root));
        while (skipToKey()) {
            if (_builder.isFull())
                return tooManyNodes(_source, _at, _builder.limits());
            readEntry();
        }
        _builder.close(static_cast<quint32>(_source.size()));
        return _builder.finish();
    }

private:
    [[nodiscard]] bool atEnd() const { return _at >= _source.size(); }

    void takeLineEnd()
    {
        _at += _source[_at] == '\r' && _at + 1 < _source.size() && _source[_at + 1] == '\n' ? 2 : 1;
        ++_line;
        _lineBegin = _at;
    }

    void skipBlanks()
    {
        while (!atEnd() && isBlank(_source[_at]))
            ++_at;
    }

    // Over blank lines, continued ones too, and comments; false at the end of the file.
    bool skipToKey()
    {
        for (;;) {
            skipSeparatorBlanks();
            if (atEnd())
                return false;
            const char c = _source[_at];
            if (c == '#' || c == '!') {
                while (!atEnd() && !isLineEnd(_source[_at]))
                    ++_at;
            } else if (!isLineEnd(c)) {
                return true;
            }
            if (!atEnd())
                takeLineEnd();
        }
    }

    // A backslash and what belongs to it, a continued line with its indentation included.
    void takeEscape()
    {
        ++_at;
        if (atEnd())
            return;
        if (!isLineEnd(_source[_at])) {
            ++_at;
            return;
        }
        takeLineEnd();
        skipBlanks();
    }

    // Between key and value a continued line is a blank as well.
    void skipSeparatorBlanks()
    {
        skipBlanks();
        while (_at + 1 < _source.size() && _source[_at] == '\\' && isLineEnd(_source[_at + 1]))
            takeEscape();
    }

    template <typename Predicate>
    bool takeUntil(Predicate isEnd)
    {
        bool spelled = false; // whether the text differs from its spelling
        while (!atEnd() && !isEnd(_source[_at])) {
            const char c = _source[_at];
            spelled = spelled || c == '\\'
                || (_encoding == PropertiesEncoding::Latin1 && static_cast<unsigned char>(c) >= 0x80);
            if (c == '\\')
                takeEscape();
            else
                ++_at;
        }
        return spelled;
    }

    QByteArrayView textOf(qsizetype begin, qsizetype end, bool spelled)
    {
        const QByteArrayView raw = _source.sliced(begin, end - begin);
        if (!spelled)
            return raw;
        if (const auto decoded = decodedProperty(raw, _encoding))
            return _builder.keep(*decoded);
        _builder.report(Problem::Kind::InvalidEscape,
                        raw.endsWith('\\') ? u"the file ends in a continued line"_s
                                           : u"an escape that is none; the text is kept as it is written"_s,
                        begin);
        return _builder.keep(rawProperty(raw, _encoding));
    }

    void readEntry()
    {
        Node node;
        node.type = Value::Type::Text;
        node.style = ConfigDocument::Style::Plain;
        place(node);
        const qsizetype keyBegin = _at;
        const bool spelledKey
            = takeUntil([](char c) { return c == '=' || c == ':' || isBlank(c) || isLineEnd(c); });
        node.keyBegin = static_cast<quint32>(keyBegin);
        node.keyEnd = static_cast<quint32>(_at);
        node.key = textOf(keyBegin, _at, spelledKey);
        skipSeparatorBlanks();
        if (!atEnd() && (_source[_at] == '=' || _source[_at] == ':')) {
            ++_at;
            skipSeparatorBlanks();
        }
        if (!atEnd() && !isLineEnd(_source[_at]))
            place(node);
        node.begin = static_cast<quint32>(_at);
        const qsizetype begin = _at;
        const bool spelled = takeUntil(isLineEnd);
        node.end = static_cast<quint32>(_at);
        node.text = textOf(begin, _at, spelled);
        _builder.append(node);
    }

    void place(Node &node) const
    {
        const QByteArrayView before = _source.sliced(_lineBegin, _at - _lineBegin);
        const auto continues = [this](char c) {
            return _encoding == PropertiesEncoding::Utf8 && (static_cast<unsigned char>(c) & 0xc0) == 0x80;
        };
        node.line = _line;
        node.column = static_cast<quint32>(before.size()
                                           - std::count_if(before.begin(), before.end(), continues) + 1);
    }

    ConfigDocument::Builder _builder;
    QByteArrayView _source;
    PropertiesEncoding _encoding;
    qsizetype _at = 0;
    qsizetype _lineBegin = 0;
    quint32 _line = 1;
};

} // namespace

Result<ConfigDocument> parseProperties(const QByteArray &source, const ParseLimits &limits)
{
    if (auto checked = checkSize(source, limits); !checked)
        return checked.error();
    if (const qsizetype nul = source.indexOf('\0'); nul >= 0)
        return errorAt(source, nul, u"control character U+0000 at offset "_s + QString::number(nul),
                       u"remove it"_s);
    return PropertiesReading(source, limits).read();
}

} // namespace archivesmp::config
