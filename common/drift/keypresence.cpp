// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/keypresence.h"

#include "common/drift/matchsweep.h"

#include <algorithm>
#include <string_view>

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
QByteArray signOf(const QByteArray &key)
{
    const auto end = std::find(key.begin(), key.end(), '.');
    QByteArray longest;
    for (auto at = key.begin(); at != end;) {
        const auto begin = std::find_if(at, end, isWordCharacter);
        at = std::find_if_not(begin, end, isWordCharacter);
        if (at - begin > longest.size())
            longest = QByteArray(begin, at - begin);
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
        const QByteArray sign = signOf(key);
        if (!_signs.contains(sign))
            _signs.append(sign);
        _hasSigns = !sign.isEmpty() && _signs.size() <= mostSigns;
        if (!_hasSigns)
            return;
    }
}

std::vector<bool> KeyPresence::in(const QByteArray &bytes, Format format)
{
    if (!mayHold(bytes, format))
        return std::vector<bool>(_values.size());
    if (!_tree)
        _tree.emplace(fileOf(_keys));
    std::vector<bool> held(_values.size());
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
    if (const int whole = _tree->entryAt(0); whole >= 0)
        held[static_cast<size_t>(whole)] = true;
    return held;
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
