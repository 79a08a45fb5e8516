// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/yamlparser.h"

#include "common/config/documentbuilder.h"
#include "common/config/sourcetext.h"
#include "common/config/yaml/blockscanner.h"
#include "common/config/yaml/charoffsets.h"
#include "common/config/yaml/eventreader.h"
#include "common/config/yaml/snakerules.h"
#include "common/config/yaml/yamlerror.h"
#include "common/config/yaml/yamltag.h"

#include "common/core/textescape.h"

#include <algorithm>
#include <optional>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;
using NodeIndex = ConfigDocument::NodeIndex;
using Style = ConfigDocument::Style;

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Style styleOf(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return Style::SingleQuoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return Style::DoubleQuoted;
    case YAML_LITERAL_SCALAR_STYLE:
        return Style::Literal;
    case YAML_FOLDED_SCALAR_STYLE:
        return Style::Folded;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
        break;
    }
    return Style::Plain;
}

class YamlReading final
{
public:
    YamlReading(const QByteArray &source, const ParseLimits &limits)
        : _builder(source, Format::Yaml, limits)
        , _bom(byteOrderMark(_builder.source()))
        , _offsets(_builder.source().sliced(_bom))
        , _events(_builder.source().sliced(_bom))
        , _rules(_builder.source(), _bom)
    { }

    [[nodiscard]] Result<ConfigDocument> read()
    {
        for (;;) {
            if (!_events.next())
                return yamlError(_events.parser(), _builder.source(), _quote);
            const bool isEnd = _events.event().type == YAML_STREAM_END_EVENT;
            if (auto wrong
                = _rules.checkBetween(isEnd ? _builder.source().size() : byteOf(_events.event().start_mark)))
                return *wrong;
            if (isEnd)
                return _builder.finish();
            if (!take(_events.event()))
                return *_error;
        }
    }

private:
    struct Anchor
    {
        QByteArray name;
        Node scalar;                             // where a key has the anchor
        NodeIndex node = ConfigDocument::noNode; // where a value has it
    };

    bool take(const yaml_event_t &event)
    {
        switch (event.type) {
        case YAML_DOCUMENT_START_EVENT:
            return ++_documents == 1
                || fail(byteOf(event.start_mark), u"a second document begins here"_s,
                        u"keep one document in a file"_s);
        case YAML_SCALAR_EVENT:
            return takeScalar(event);
        case YAML_ALIAS_EVENT:
            return takeAlias(event);
        case YAML_MAPPING_START_EVENT:
            return begin(event, Value::Type::Map, event.data.mapping_start.anchor,
                         event.data.mapping_start.tag,
                         event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
        case YAML_SEQUENCE_START_EVENT:
            return begin(event, Value::Type::List, event.data.sequence_start.anchor,
                         event.data.sequence_start.tag,
                         event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
        case YAML_MAPPING_END_EVENT:
        case YAML_SEQUENCE_END_EVENT:
            end(event);
            return true;
        default:
            return true;
        }
    }

    bool fail(qsizetype offset, const QString &message, const QString &remedy = {})
    {
        return fail(errorAt(_builder.source(), offset, message, remedy));
    }
    bool fail(const Error &error)
    {
        _error = error;
        return false;
    }
    bool failTag(qsizetype offset, const yaml_char_t *tag)
    {
        return fail(offset, u"the tag "_s + escapedForDisplay(viewOf(tag)) + u" does not fit its value"_s,
                    u"remove the tag"_s);
    }

    [[nodiscard]] quint32 byteOf(const yaml_mark_t &mark) const
    {
        return static_cast<quint32>(_bom + _offsets.byteOf(mark.index));
    }
    [[nodiscard]] bool wantsKey() const { return !_inMap.empty() && _inMap.back() && !_hasKey; }

    // Places a node at its value, which begins after its tag and anchor.
    void place(Node &node, const yaml_event_t &event, bool hasProperties)
    {
        node.begin = byteOf(event.start_mark);
        node.end = byteOf(event.end_mark);
        node.line = static_cast<quint32>(event.start_mark.line) + 1;
        node.column = static_cast<quint32>(event.start_mark.column) + 1;
        if (!hasProperties)
            return;
        const QByteArrayView source = _builder.source();
        bool inProperty = false;
        bool inComment = false;
        for (; node.begin < node.end; ++node.begin) {
            const char c = source[node.begin];
            inComment = inComment && c != '\n' && c != '\r';
            if (isBlank(c))
                inProperty = false;
            else if (!inProperty && !inComment && (c == '&' || c == '!'))
                inProperty = true;
            else if (!inProperty && !inComment && c == '#')
                inComment = true;
            else if (!inProperty && !inComment)
                break;
            const bool continues = (static_cast<unsigned char>(c) & 0xc0) == 0x80;
            node.column = c == '\n' ? 1 : node.column + (continues ? 0 : 1);
            node.line += c == '\n' ? 1 : 0;
        }
    }

    [[nodiscard]] QByteArrayView textOf(const Node &node, const yaml_event_t &event)
    {
        const QByteArrayView text(reinterpret_cast<const char *>(event.data.scalar.value),
                                  static_cast<qsizetype>(event.data.scalar.length));
        const bool quoted = node.style == Style::SingleQuoted || node.style == Style::DoubleQuoted;
        const qsizetype begin = node.begin + (quoted ? 1 : 0);
        if (begin + text.size() <= node.end && _builder.source().sliced(begin, text.size()) == text)
            return _builder.source().sliced(begin, text.size());
        return _builder.keep(text);
    }

    bool takeScalar(const yaml_event_t &event)
    {
        const auto &scalar = event.data.scalar;
        const bool isKey = wantsKey();
        Node node = isKey ? Node{} : _entry;
        node.style = styleOf(scalar.style);
        place(node, event, scalar.anchor != nullptr || scalar.tag != nullptr);
        if (scalar.length == 0 && node.style == Style::Plain)
            node.begin = node.end;
        node.text = textOf(node, event);
        if (const auto wrong = _rules.checkScalar(node))
            return fail(*wrong);
        const auto type = typeOfTagged(viewOf(scalar.tag), node.text, node.style);
        if (!type)
            return failTag(byteOf(event.start_mark), scalar.tag);
        node.type = *type;
        rememberQuote(event, node.style);
        trimBlockScalar(node);
        _lastEnd = node.end;
        if (isKey) {
            setKey(node);
            return addAnchor(scalar.anchor, node, ConfigDocument::noNode, node.begin);
        }
        if (node.begin == node.end && _hasKey) {
            node.line = _entry.line;
            node.column = _entry.column;
        }
        if (_builder.isFull())
            return fail(tooManyNodes(_builder.source(), node.begin, _builder.limits()));
        return addAnchor(scalar.anchor, node, append(node), node.begin);
    }

    void rememberQuote(const yaml_event_t &event, Style style)
    {
        if (style == Style::SingleQuoted || style == Style::DoubleQuoted)
            _quote = {event.start_mark.line, event.start_mark.column, event.end_mark.line};
    }

    // libyaml's end lies behind the blank lines and the indentation that follow.
    void trimBlockScalar(Node &node) const
    {
        if (node.style != Style::Literal && node.style != Style::Folded)
            return;
        while (node.end > node.begin && isBlank(_builder.source()[node.end - 1]))
            --node.end;
    }

    void setKey(const Node &key)
    {
        _entry = {};
        _entry.key = key.text;
        _entry.keyBegin = key.begin;
        _entry.keyEnd = key.end;
        _entry.line = key.line;
        _entry.column = key.column;
        _hasKey = true;
        if (key.text == "<<" && key.style == Style::Plain)
            _builder.markMerge();
    }

    NodeIndex append(const Node &node)
    {
        _hasKey = false;
        _entry = {};
        return _builder.append(node);
    }

    bool addAnchor(const yaml_char_t *name, const Node &scalar, NodeIndex index, qsizetype offset)
    {
        if (name == nullptr)
            return true;
        if (static_cast<int>(_anchors.size()) == _builder.limits().anchors)
            return fail(errorAt(_builder.source(), offset,
                                u"more than "_s + QString::number(_builder.limits().anchors) + u" anchors"_s,
                                {}, ErrorCode::LimitExceeded));
        _anchors.push_back({viewOf(name).toByteArray(), scalar, index});
        return true;
    }

    bool takeAlias(const yaml_event_t &event)
    {
        const quint32 offset = byteOf(event.start_mark);
        const QByteArrayView name = viewOf(event.data.alias.anchor);
        _lastEnd = byteOf(event.end_mark);
        if (++_aliases > _builder.limits().aliases)
            return fail(errorAt(_builder.source(), offset,
                                u"more than "_s + QString::number(_builder.limits().aliases) + u" aliases"_s,
                                {}, ErrorCode::LimitExceeded));
        const auto anchor = std::find_if(_anchors.rbegin(), _anchors.rend(),
                                         [name](const Anchor &a) { return a.name == name; });
        if (anchor == _anchors.rend()) // nor is its name told: it may be a password that begins with a star
            return fail(offset, u"there is no anchor for this alias"_s,
                        u"put a text that begins with * into quotes"_s);
        if (wantsKey())
            return takeAliasAsKey(*anchor, event);
        if (_builder.isFull())
            return fail(tooManyNodes(_builder.source(), offset, _builder.limits()));
        if (anchor->node != ConfigDocument::noNode && _builder.isOpen(anchor->node))
            return takeCyclicAlias(event);
        const Node entry = _entry;
        _hasKey = false;
        _entry = {};
        if (anchor->node == ConfigDocument::noNode) {
            Node copy = anchor->scalar;
            copy.fromAlias = true;
            copy.key = entry.key;
            copy.keyBegin = entry.keyBegin;
            copy.keyEnd = entry.keyEnd;
            _builder.append(copy);
            return true;
        }
        const auto copied = _builder.appendCopy(anchor->node, entry, offset);
        return copied.has_value() || fail(copied.error());
    }

    bool takeAliasAsKey(const Anchor &anchor, const yaml_event_t &event)
    {
        const Node original
            = anchor.node == ConfigDocument::noNode ? anchor.scalar : _builder.node(anchor.node);
        if (original.type == Value::Type::Map || original.type == Value::Type::List)
            return fail(byteOf(event.start_mark), u"a map or list as a key is not supported"_s);
        Node key = original;
        place(key, event, false);
        setKey(key);
        return true;
    }

    bool takeCyclicAlias(const yaml_event_t &event)
    {
        Node node = _entry;
        node.fromAlias = true;
        place(node, event, false);
        _builder.report(ConfigDocument::Problem::Kind::CyclicAlias,
                        u"cyclic alias: *"_s + escapedForDisplay(viewOf(event.data.alias.anchor))
                            + u" stands inside its own anchor"_s,
                        node.begin);
        append(node);
        return true;
    }

    bool begin(const yaml_event_t &event, Value::Type type, const yaml_char_t *anchor, const yaml_char_t *tag,
               bool flow)
    {
        if (wantsKey())
            return fail(byteOf(event.start_mark), u"a map or list as a key is not supported"_s);
        if (!fitsCollection(viewOf(tag), type))
            return failTag(byteOf(event.start_mark), tag);
        Node node = _entry;
        node.type = type;
        node.style = flow ? Style::Flow : Style::Block;
        // A block collection's event ends where it begins, so its tag is looked for to the end of the file.
        place(node, event, false);
        if (anchor != nullptr || tag != nullptr) {
            yaml_event_t whole = event;
            whole.end_mark.index = static_cast<size_t>(_builder.source().size());
            place(node, whole, true);
        }
        if (_builder.isFull())
            return fail(tooManyNodes(_builder.source(), node.begin, _builder.limits()));
        if (_builder.isDeepest())
            return fail(tooDeep(_builder.source(), node.begin, _builder.limits()));
        const NodeIndex index = append(node);
        _builder.open(index);
        _inMap.push_back(type == Value::Type::Map);
        return addAnchor(anchor, {}, index, node.begin);
    }

    void end(const yaml_event_t &event)
    {
        if (_builder.node(_builder.current()).style == Style::Flow)
            _lastEnd = byteOf(event.end_mark);
        _builder.close(_lastEnd);
        _inMap.pop_back();
        _hasKey = false;
        _entry = {};
    }

    ConfigDocument::Builder _builder;
    qsizetype _bom = 0;
    CharOffsets _offsets;
    EventReader _events;
    SnakeRules _rules;
    std::optional<Error> _error;
    std::vector<Anchor> _anchors;
    std::vector<bool> _inMap;
    Node _entry; // the key that was read, waiting for its value
    bool _hasKey = false;
    int _documents = 0;
    int _aliases = 0;
    quint32 _lastEnd = 0;
    SpannedQuote _quote;
};

} // namespace

Result<ConfigDocument> parseYaml(const QByteArray &source, const ParseLimits &limits)
{
    if (auto checked = checkText(source, limits); !checked)
        return checked.error();
    if (auto document = scanBlockYaml(source, limits))
        return std::move(*document);
    return YamlReading(source, limits).read();
}

Result<ConfigDocument> parseYamlByEvents(const QByteArray &source, const ParseLimits &limits)
{
    if (auto checked = checkText(source, limits); !checked)
        return checked.error();
    return YamlReading(source, limits).read();
}

} // namespace archivesmp::config
