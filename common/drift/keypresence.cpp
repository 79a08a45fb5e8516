// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/keypresence.h"

#include "common/drift/matchsweep.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace archivesmp::drift {

using config::ConfigDocument;
using config::Format;

namespace {

// With more of them to look for, reading the file is no slower.
constexpr qsizetype mostSigns = 8;

bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// The longest piece of the key's beginning that every spelling of it has, unless there are escapes in it.
QByteArrayView signOf(QByteArrayView key)
{
    const auto end = std::find(key.begin(), key.end(), '.');
    QByteArrayView longest;
    for (auto at = key.begin(); at != end;) {
        const auto begin = std::find_if(at, end, isWordCharacter);
        at = std::find_if_not(begin, end, isWordCharacter);
        if (at - begin > longest.size())
            longest = QByteArrayView(begin, at);
    }
    return longest;
}

ResolvedFile fileOf(const QByteArrayList &keys)
{
    ResolvedFile file;
    for (int i = 0; i < keys.size(); ++i)
        file.entries.push_back({i, keys.at(i)});
    return file;
}

QByteArrayView beginOf(QByteArrayView key)
{
    const qsizetype dot = key.indexOf('.');
    return dot < 0 ? key : key.first(dot);
}

// Stops at a key at the top of a document with which one of some dotted keys can begin.
class BeginSweep final : public config::BlockVisitor
{
public:
    explicit BeginSweep(const QSet<QByteArrayView> &begins)
        : _begins(begins)
    { }

    bool open(const ConfigDocument::Node &container) override { return !isBegin(container, _depth++); }
    bool close() override
    {
        --_depth;
        return true;
    }
    Answer scalar(const ConfigDocument::Node &scalar) override
    {
        return isBegin(scalar, _depth) ? Answer::Stop : Answer::GoOn;
    }

private:
    bool isBegin(const ConfigDocument::Node &node, int depth) const
    {
        return depth == 1 && _begins.contains(beginOf(node.key));
    }

    const QSet<QByteArrayView> &_begins;
    int _depth = 0;
};

bool holds(const QByteArray &bytes, std::string_view text)
{
    return std::string_view(bytes.constData(), static_cast<size_t>(bytes.size())).find(text)
        != std::string_view::npos;
}

// Whether a letter of a key may be written in another way than as itself.
bool mayEscapeLetters(const QByteArray &bytes, Format format)
{
    switch (format) {
    case Format::Yaml:
    case Format::Json:
    case Format::Toml: // by its number, or with a line break within
        return holds(bytes, "\\u") || holds(bytes, "\\U") || holds(bytes, "\\x") || holds(bytes, "\\\n")
            || holds(bytes, "\\\r");
    case Format::Properties:
        return bytes.contains('\\');
    default:
        return true; // a key of HOCON can be put together of several pieces
    }
}

} // namespace

KeyPresence::KeyPresence(const QByteArrayList &keys)
    : _keys(keys)
    , _values(static_cast<size_t>(keys.size()))
{
    for (const QByteArray &key : keys) {
        const QByteArrayView sign = signOf(key);
        if (sign.isEmpty())
            return;
        if (!_signs.contains(sign))
            _signs.append(sign.toByteArray());
        if (_signs.size() > mostSigns)
            return;
    }
    _hasSigns = true;
}

std::vector<bool> KeyPresence::in(const QByteArray &bytes, Format format)
{
    // Most instances have the same file.
    if (_lastHeld.size() == _values.size() && format == _lastFormat && bytes == _lastBytes)
        return _lastHeld;
    if (!mayHold(bytes, format))
        return std::vector<bool>(_values.size());
    _lastHeld = readFrom(bytes, format);
    _lastBytes = bytes;
    _lastFormat = format;
    return _lastHeld;
}

std::vector<bool> KeyPresence::readFrom(const QByteArray &bytes, Format format)
{
    std::vector<bool> held(_values.size());
    const qsizetype whole = _keys.indexOf(QByteArray());
    if (whole < 0 && format == Format::Yaml && hasNoBegin(bytes))
        return held;
    if (!_tree)
        _tree.emplace(fileOf(_keys));
    MatchSweep sweep(*_tree, _values, MatchSweep::Extras::Allowed);
    if (format == Format::Yaml && config::sweepBlockYaml(bytes, sweep, config::pluginFileLimits)) {
        held = sweep.asExpected();
    } else {
        const auto document = config::parse(bytes, format, config::pluginFileLimits);
        if (!document)
            return held;
        if (document->node(0).type == Value::Type::Map)
            walk(*document, 0, 0, held);
    }
    if (whole >= 0)
        held[static_cast<size_t>(whole)] = true;
    return held;
}

// Of YAML that can be read at all.
bool KeyPresence::hasNoBegin(const QByteArray &bytes)
{
    if (_begins.isEmpty()) {
        for (const QByteArray &key : std::as_const(_keys))
            _begins.insert(beginOf(key));
    }
    BeginSweep sweep(_begins);
    return config::sweepBlockYaml(bytes, sweep, config::pluginFileLimits);
}

bool KeyPresence::mayHold(const QByteArray &bytes, Format format) const
{
    return !_hasSigns || mayEscapeLetters(bytes, format)
        || std::any_of(_signs.begin(), _signs.end(), [&bytes](const QByteArray &sign) {
               return holds(bytes, {sign.constData(), static_cast<size_t>(sign.size())});
           });
}

void KeyPresence::walk(const ConfigDocument &document, ConfigDocument::NodeIndex map,
                       ExpectationTree::Index tree, std::vector<bool> &held)
{
    for (auto i = document.node(map).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling) {
        const ExpectationTree::Index next = _tree->follow(tree, document.node(i).key);
        if (next == ExpectationTree::none)
            continue;
        if (const int key = _tree->entryAt(next); key >= 0)
            held[static_cast<size_t>(key)] = true;
        if (_tree->hasChildren(next) && document.node(i).type == Value::Type::Map)
            walk(document, i, next, held);
    }
}

} // namespace archivesmp::drift
