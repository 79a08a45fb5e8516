// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/hocon/hoconparser.h"

#include "common/config/documentbuilder.h"
#include "common/config/hocon/hoconcursor.h"
#include "common/config/hocon/hoconkey.h"
#include "common/config/hocon/hocontext.h"
#include "common/config/hocon/hocontree.h"
#include "common/config/sourcetext.h"

#include "common/core/textescape.h"

#include <algorithm>
#include <optional>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;
using Style = ConfigDocument::Style;
using Index = HoconTree::Index;
using Type = Value::Type;

namespace {

constexpr int mostReplaced = 20; // that are told

bool isNamePart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'
        || c == '.';
}

class HoconReading final
{
public:
    HoconReading(const QByteArray &source, const ParseLimits &limits)
        : _builder(source, Format::Hocon, limits)
        , _source(_builder.source())
        , _cursor(_source, byteOrderMark(_source))
    { }

    [[nodiscard]] Result<ConfigDocument> read()
    {
        if (!readRoot() || !emitNode(0))
            return *_error;
        return _builder.finish();
    }

private:
    bool fail(qsizetype offset, const QString &message) { return fail(errorAt(_source, offset, message)); }
    bool fail(const Error &error)
    {
        _error = error;
        return false;
    }
    [[nodiscard]] Node nodeHere(Type type, Style style)
    {
        Node node;
        node.type = type;
        node.style = style;
        node.begin = node.end = static_cast<quint32>(_cursor.at());
        _cursor.place(node);
        return node;
    }

    // A node takes part in the limits before it is made.
    bool mayAdd(Index parent)
    {
        if (_tree.size() >= static_cast<size_t>(_builder.limits().nodes))
            return fail(tooManyNodes(_source, _cursor.at(), _builder.limits()));
        if (_tree.item(parent).depth + 1 > _builder.limits().depth)
            return fail(tooDeep(_source, _cursor.at(), _builder.limits()));
        return true;
    }

    bool readRoot()
    {
        const Node implicit = nodeHere(Type::Map, Style::Block);
        _cursor.skipLines();
        if (_cursor.peek() == '[')
            return fail(_cursor.expected(u"a key or \"{\""_s));
        if (_cursor.peek() != '{') {
            const Index root = _tree.addRoot(implicit);
            if (!readFields(root, '\0'))
                return false;
            _tree.item(root).node.end = static_cast<quint32>(_source.size());
            return true;
        }
        if (!readInside(_tree.addRoot(nodeHere(Type::Map, Style::Flow))))
            return false;
        _cursor.skipLines();
        return _cursor.atEnd() || fail(_cursor.expected(u"the end of the document"_s));
    }

    // A map or list from its opening to its closing sign.
    bool readInside(Index container)
    {
        const bool isMap = _cursor.peek() == '{';
        const qsizetype opening = _cursor.at();
        _cursor.step();
        if (!(isMap ? readFields(container, '}') : readItems(container)))
            return false;
        if (_cursor.atEnd())
            return fail(opening,
                        isMap ? u"the { that is opened here is never closed"_s
                              : u"the [ that is opened here is never closed"_s);
        _cursor.step();
        Node &node = _tree.item(container).node;
        if (node.begin == opening)
            node.end = static_cast<quint32>(_cursor.at());
        return true;
    }

    bool readFields(Index map, char closing)
    {
        for (bool first = true;; first = false) {
            bool separated = _cursor.skipLines() || first;
            if (!first && _cursor.peek() == ',') {
                _cursor.step();
                _cursor.skipLines();
                separated = true;
            }
            if (_cursor.atEnd() || (closing != '\0' && _cursor.peek() == closing))
                return true;
            if (!separated)
                return fail(_cursor.expected(u"a new line or \",\""_s));
            if (!readField(map))
                return false;
        }
    }

    bool readItems(Index list)
    {
        for (bool first = true;; first = false) {
            bool separated = _cursor.skipLines() || first;
            if (!first && _cursor.peek() == ',') {
                _cursor.step();
                _cursor.skipLines();
                separated = true;
            }
            if (_cursor.atEnd() || _cursor.peek() == ']')
                return true;
            if (!separated)
                return fail(_cursor.expected(u"a new line, \",\" or \"]\""_s));
            if (!readItem(list, {}))
                return false;
        }
    }

    bool readField(Index map)
    {
        auto path = readHoconKey(_cursor, _builder);
        if (!path)
            return fail(path.error());
        _cursor.skipLines();
        const bool appends = _cursor.startsWith("+=");
        if (appends || _cursor.peek() == '=' || _cursor.peek() == ':') {
            _cursor.step(appends ? 2 : 1);
            _cursor.skipLines();
        } else if (_cursor.peek() != '{') {
            return fail(_cursor.expected(u"\"=\", \":\" or \"{\" after the key"_s));
        }
        for (size_t i = 0; i + 1 < path->size(); ++i) {
            Node section = (*path)[i];
            section.type = Type::Map;
            section.style = Style::Block;
            section.begin = section.end = (*path)[i + 1].keyBegin;
            if (!mayAdd(map))
                return false;
            map = put(map, section);
        }
        return appends ? readAppended(map, path->back()) : readValue(map, path->back());
    }

    // What gives way is told: it is hardly meant, and nobody should edit the wrong one.
    Index put(Index map, const Node &node)
    {
        const Index before = _tree.find(map, node.key);
        const Index now = _tree.put(map, node);
        if (before != HoconTree::none && now != before && ++_replaced <= mostReplaced) {
            const Place first = placeAt(_source, _tree.item(before).node.keyBegin);
            const Place second = placeAt(_source, node.keyBegin);
            _builder.report(ConfigDocument::Problem::Kind::DuplicateKey,
                            u"the key \""_s + escapedForDisplay(node.key) + u"\" stands in line "_s
                                + QString::number(first.line) + u" and again in line "_s
                                + QString::number(second.line) + u"; the last one counts"_s,
                            node.keyBegin);
        }
        return now;
    }

    bool readValue(Index map, const Node &key)
    {
        if (!mayAdd(map))
            return false;
        if (_cursor.peek() == '{' || _cursor.peek() == '[')
            return readContainers(map, key, HoconTree::none);
        Node node = key;
        if (!readScalar(node))
            return false;
        put(map, node);
        return true;
    }

    bool readItem(Index list, const Node &key)
    {
        if (!mayAdd(list))
            return false;
        if (_cursor.peek() == '{' || _cursor.peek() == '[')
            return readContainers(list, key, list);
        Node node = key;
        if (!readScalar(node))
            return false;
        _tree.addItem(list, node);
        return true;
    }

    // "a += 1" is one more item of the list that is there.
    bool readAppended(Index map, const Node &key)
    {
        if (!mayAdd(map))
            return false;
        Index list = _tree.find(map, key.key);
        if (list != HoconTree::none && _tree.item(list).node.type != Type::List)
            return fail(key.keyBegin, u"+= needs a list, and the key has another value"_s);
        if (list == HoconTree::none) {
            Node node = key;
            node.type = Type::List;
            node.style = Style::Block;
            node.begin = node.end = static_cast<quint32>(_cursor.at());
            list = _tree.put(map, node);
        }
        return readItem(list, {});
    }

    // One or several that are joined: maps become one, lists follow each other.
    bool readContainers(Index parent, const Node &key, Index list)
    {
        const char opening = _cursor.peek();
        Node node = nodeHere(opening == '{' ? Type::Map : Type::List, Style::Flow);
        node.key = key.key;
        node.keyBegin = key.keyBegin;
        node.keyEnd = key.keyEnd;
        const Index index = list == HoconTree::none ? put(parent, node) : _tree.addItem(list, node);
        for (;;) {
            if (!readInside(index))
                return false;
            _cursor.skipBlanks();
            if (_cursor.startsWith("${"))
                return failSubstitution();
            if (_cursor.peek() != opening)
                return true; // what cannot stand here is refused as no new line
        }
    }

    bool failSubstitution()
    {
        // Its name is told, but not what an unclosed one runs into.
        const QByteArrayView rest = _source.sliced(_cursor.at());
        qsizetype end = rest.startsWith("${?") ? 3 : 2;
        while (end < std::min<qsizetype>(rest.size(), 60) && isNamePart(rest[end]))
            ++end;
        end += end < rest.size() && rest[end] == '}' ? 1 : 0;
        return fail(_cursor.notUnderstood(u"the substitution "_s + escapedForDisplay(rest.first(end))));
    }

    // Texts in one line, in quotes or not, are one text with the blanks between them.
    bool readScalar(Node &node)
    {
        _cursor.place(node);
        node.begin = static_cast<quint32>(_cursor.at());
        node.style = Style::Plain;
        QByteArray joined;
        QByteArrayView piece;
        int pieces = 0;
        for (;; ++pieces) {
            const qsizetype blanks = _cursor.at();
            _cursor.skipBlanks();
            const QByteArrayView between = _source.sliced(blanks, _cursor.at() - blanks);
            if (_cursor.startsWith("${"))
                return failSubstitution();
            if (_cursor.peek() == '{' || _cursor.peek() == '[') // a value that begins so is read elsewhere
                return fail(_cursor.at(), u"a text cannot be joined with a map or a list"_s);
            if (_cursor.peek() == '"') {
                node.style = _cursor.startsWith("\"\"\"") ? Style::Literal : Style::DoubleQuoted;
                const auto text = takeHoconText(_cursor, _builder);
                if (!text)
                    return fail(text.error());
                piece = *text;
            } else {
                piece = _cursor.takeUnquoted();
                if (piece.isEmpty())
                    break;
            }
            joined.append(between).append(piece);
            node.end = static_cast<quint32>(_cursor.at());
        }
        if (pieces == 0)
            return fail(_cursor.expected(u"a value"_s));
        finishScalar(node, joined, pieces);
        return true;
    }

    void finishScalar(Node &node, const QByteArray &text, int pieces)
    {
        const QByteArrayView written = _source.sliced(node.begin, node.end - node.begin);
        node.type = Type::Text;
        node.text = written == text ? written : _builder.keep(text);
        if (pieces > 1)
            node.style = Style::Plain;
        if (pieces > 1 || node.style != Style::Plain)
            return;
        if (text == "null")
            node.type = Type::Null;
        else if (text == "true" || text == "false")
            node.type = Type::Boolean;
        else
            node.type = typeOfHoconNumber(node.text);
    }

    bool emitNode(Index index)
    {
        const HoconTree::Item &item = _tree.item(index);
        if (_builder.isFull())
            return fail(tooManyNodes(_source, item.node.begin, _builder.limits()));
        const ConfigDocument::NodeIndex added = _builder.append(item.node);
        if (item.node.type != Type::Map && item.node.type != Type::List)
            return true;
        if (_builder.isDeepest())
            return fail(tooDeep(_source, item.node.begin, _builder.limits()));
        _builder.open(added);
        for (const Index child : item.children) {
            if (!emitNode(child))
                return false;
        }
        _builder.close(item.node.end);
        return true;
    }

    ConfigDocument::Builder _builder;
    QByteArrayView _source;
    HoconCursor _cursor;
    HoconTree _tree;
    std::optional<Error> _error;
    int _replaced = 0;
};

} // namespace

Result<ConfigDocument> parseHocon(const QByteArray &source, const ParseLimits &limits)
{
    if (auto checked = checkText(source, limits); !checked)
        return checked.error();
    return HoconReading(source, limits).read();
}

} // namespace archivesmp::config
