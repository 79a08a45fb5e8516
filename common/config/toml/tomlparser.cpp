// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/toml/tomlparser.h"

#include "common/config/documentbuilder.h"
#include "common/config/sourcetext.h"
#include "common/config/toml/tomldepth.h"

// toml++ 3.3 asserts what "[&" breaks, and with NDEBUG it even tells the compiler to rely on it; without both
// it goes on to the error message that it has for such a key.
#undef NDEBUG
#define TOML_ASSERT(expr) static_assert(true)
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>
#include <vector>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;
using Style = ConfigDocument::Style;

namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// toml++ names a place by line and character; documents are made of bytes.
class Lines final
{
public:
    explicit Lines(QByteArrayView source)
        : _source(source)
        , _ascii(isAscii(source))
    {
        _begins.push_back(byteOrderMark(source));
        for (qsizetype i = 0; i < source.size(); ++i) {
            if (source[i] == '\n')
                _begins.push_back(i + 1);
        }
    }

    [[nodiscard]] quint32 byteOf(const toml::source_position &position) const
    {
        const size_t line = std::clamp<size_t>(position.line, 1, _begins.size()) - 1;
        qsizetype byte = _begins[line];
        const qsizetype characters = std::max<qsizetype>(position.column, 1) - 1;
        if (_ascii)
            return static_cast<quint32>(std::min(byte + characters, _source.size()));
        for (qsizetype left = characters; left > 0 && byte < _source.size(); --left) {
            do
                ++byte;
            while (byte < _source.size() && (static_cast<unsigned char>(_source[byte]) & 0xc0) == 0x80);
        }
        return static_cast<quint32>(byte);
    }

private:
    QByteArrayView _source;
    bool _ascii = true;
    std::vector<qsizetype> _begins;
};

class TomlReading final
{
public:
    TomlReading(const QByteArray &source, const ParseLimits &limits)
        : _builder(source, Format::Toml, limits)
        , _lines(_builder.source())
    { }

    [[nodiscard]] Result<ConfigDocument> read(const toml::table &table)
    {
        Node root;
        root.line = 1;
        root.column = 1;
        if (auto done = add(root, table); !done)
            return done.error();
        _builder.node(0).end = static_cast<quint32>(_builder.source().size());
        return _builder.finish();
    }

private:
    struct Member
    {
        quint32 begin;
        const toml::key *key;
        const toml::node *value;
    };

    [[nodiscard]] Result<void> add(Node node, const toml::node &value)
    {
        node.begin = _lines.byteOf(value.source().begin);
        node.end = _lines.byteOf(value.source().end);
        if (value.source().begin.line > 0) {
            node.line = value.source().begin.line;
            node.column = value.source().begin.column;
        }
        if (_builder.isFull())
            return tooManyNodes(_builder.source(), node.begin, _builder.limits());
        if (const toml::table *table = value.as_table())
            return addTable(node, *table);
        if (const toml::array *array = value.as_array())
            return addArray(node, *array);
        addScalar(node, value);
        return {};
    }

    [[nodiscard]] Result<void> addTable(Node &node, const toml::table &table)
    {
        if (_builder.isDeepest())
            return tooDeep(_builder.source(), node.begin, _builder.limits());
        node.type = Value::Type::Map;
        node.style = table.is_inline() ? Style::Flow : Style::Block;
        _builder.open(_builder.append(node));
        std::vector<Member> members;
        for (auto &&[key, value] : table)
            members.push_back({_lines.byteOf(key.source().begin), &key, &value});
        std::sort(members.begin(), members.end(),
                  [](const Member &a, const Member &b) { return a.begin < b.begin; });
        for (const Member &member : members) {
            Node entry;
            entry.keyBegin = member.begin;
            entry.keyEnd = _lines.byteOf(member.key->source().end);
            entry.key = kept(member.key->str());
            if (auto done = add(entry, *member.value); !done)
                return done;
        }
        _builder.close(node.end);
        return {};
    }

    [[nodiscard]] Result<void> addArray(Node &node, const toml::array &array)
    {
        if (_builder.isDeepest())
            return tooDeep(_builder.source(), node.begin, _builder.limits());
        const bool ofTables
            = !array.empty() && array.front().is_table() && !array.front().as_table()->is_inline();
        node.type = Value::Type::List;
        node.style = ofTables ? Style::Block : Style::Flow;
        _builder.open(_builder.append(node));
        for (const toml::node &item : array) {
            if (auto done = add({}, item); !done)
                return done;
        }
        _builder.close(node.end);
        return {};
    }

    void addScalar(Node &node, const toml::node &value)
    {
        const QByteArrayView written = _builder.source().sliced(node.begin, node.end - node.begin);
        node.style = Style::Plain;
        node.text = written;
        if (const auto *text = value.as_string()) {
            node.type = Value::Type::Text;
            node.text = kept(text->get());
            node.style = written.startsWith("\"\"\"") || written.startsWith("'''") ? Style::Literal
                : written.startsWith('\'')                                         ? Style::SingleQuoted
                                                                                   : Style::DoubleQuoted;
        } else if (value.is_integer()) {
            node.type = Value::Type::Integer;
        } else if (value.is_floating_point()) {
            node.type = Value::Type::Real;
        } else if (value.is_boolean()) {
            node.type = Value::Type::Boolean;
        } else {
            node.type = Value::Type::Text;
        }
        _builder.append(node);
    }

    [[nodiscard]] QByteArrayView kept(std::string_view text)
    {
        return _builder.keep(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    }

    ConfigDocument::Builder _builder;
    Lines _lines;
};

} // namespace

Result<ConfigDocument> parseToml(const QByteArray &source, const ParseLimits &limits)
{
    if (auto checked = checkText(source, limits); !checked)
        return checked.error();
    if (const auto deep = firstTooDeepToml(source, limits.depth))
        return tooDeep(source, *deep, limits);
    if (const auto foreign = firstForeignToml(source))
        return errorAt(source, *foreign, u"a character beyond ASCII outside of a text"_s,
                       u"put the text into quotes"_s);
    const toml::parse_result parsed
        = toml::parse(std::string_view(source.constData(), static_cast<size_t>(source.size())));
    if (!parsed) {
        const toml::parse_error &reason = parsed.error();
        Error error{ErrorCode::InvalidInput, textOf(reason.description())};
        error.line = static_cast<int>(reason.source().begin.line);
        error.column = static_cast<int>(reason.source().begin.column);
        return error;
    }
    return TomlReading(source, limits).read(parsed.table());
}

Value valueOfTomlNumber(QByteArrayView text, Value::Type type)
{
    QByteArray digits = text.toByteArray();
    digits.replace("_", "");
    const bool negative = digits.startsWith('-');
    if (negative || digits.startsWith('+'))
        digits.remove(0, 1);
    if (type == Value::Type::Integer) {
        const int base = digits.startsWith("0x") ? 16
            : digits.startsWith("0o")            ? 8
            : digits.startsWith("0b")            ? 2
                                                 : 10;
        const QByteArray magnitude = (negative ? "-" : "") + (base == 10 ? digits : digits.mid(2));
        return Value::integer(magnitude.toLongLong(nullptr, base), text.toByteArray());
    }
    double number = std::numeric_limits<double>::quiet_NaN();
    if (digits == "inf")
        number = std::numeric_limits<double>::infinity();
    else if (digits != "nan")
        std::from_chars(digits.constData(), digits.constData() + digits.size(), number);
    return Value::real(negative ? -number : number, text.toByteArray());
}

} // namespace archivesmp::config
