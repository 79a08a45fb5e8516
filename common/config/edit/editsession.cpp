// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/edit/editsession.h"

#include "common/config/edit/layout.h"

#include <algorithm>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

bool sameScalar(const Value &a, const Value &b)
{
    if (a.isNumber())
        return a.numberSource() == b.numberSource();
    return a == b;
}

bool same(const Value &a, const Value &b, const QList<QByteArray> &path, qsizetype depth, bool onPath)
{
    if (onPath && depth == path.size())
        return a == b;
    if (a.type() != b.type())
        return false;
    if (a.type() == Value::Type::List) {
        const ValueList &left = a.items();
        const ValueList &right = b.items();
        if (left.size() != right.size())
            return false;
        for (qsizetype i = 0; i < left.size(); ++i) {
            const bool on = onPath && path.at(depth) == QByteArray::number(i);
            if (!same(left.at(i), right.at(i), path, depth + 1, on))
                return false;
        }
        return true;
    }
    if (a.type() != Value::Type::Map)
        return sameScalar(a, b);
    const ValueMap &left = a.entries();
    const ValueMap &right = b.entries();
    if (left.size() != right.size())
        return false;
    for (qsizetype i = 0; i < left.size(); ++i) {
        // Nearly always the order is the same, and looking a key up is needed for the new one only.
        const QByteArray &key = left.at(i).first;
        const Value *other = right.at(i).first == key ? &right.at(i).second : b.find(key);
        const bool on = onPath && path.at(depth) == key;
        if (other == nullptr || !same(left.at(i).second, *other, path, depth + 1, on))
            return false;
    }
    return true;
}

// The value with one change made; what lies between and is missing becomes a map.
class Changed final
{
public:
    Changed(const QList<QByteArray> &path, const Value &value)
        : _path(path)
        , _value(value)
    { }

    [[nodiscard]] Value set(const Value &root) const
    {
        return change(root, 0, [this](auto &siblings, qsizetype at, const QByteArray &key) {
            if (at < siblings.size())
                put(siblings[at], _value);
            else
                append(siblings, key, _value);
        });
    }
    [[nodiscard]] Value insert(const Value &root) const
    {
        return change(root, 0, [this](auto &siblings, qsizetype at, const QByteArray &key) {
            append(siblings, key, _value);
            std::rotate(siblings.begin() + at, siblings.end() - 1, siblings.end());
        });
    }
    [[nodiscard]] Value remove(const Value &root) const
    {
        return change(root, 0, [](auto &siblings, qsizetype at, const QByteArray &) {
            if (at < siblings.size())
                siblings.removeAt(at);
        });
    }

private:
    static void put(Value &slot, const Value &value) { slot = value; }
    static void put(std::pair<QByteArray, Value> &slot, const Value &value) { slot.second = value; }
    static void append(ValueList &items, const QByteArray &, const Value &value) { items.append(value); }
    static void append(ValueMap &entries, const QByteArray &key, const Value &value)
    {
        entries.append({key, value});
    }

    template <typename Edit>
    [[nodiscard]] Value change(const Value &root, qsizetype depth, Edit edit) const
    {
        if (depth == _path.size())
            return _value;
        const QByteArray &key = _path.at(depth);
        const bool isLast = depth + 1 == _path.size();
        if (root.type() == Value::Type::List) {
            ValueList items = root.items();
            const qsizetype at = std::min<qsizetype>(key.toLongLong(), items.size());
            if (isLast)
                edit(items, at, key);
            else if (at < items.size())
                items[at] = change(items.at(at), depth + 1, edit);
            return Value::list(std::move(items));
        }
        ValueMap entries = root.entries();
        const auto found
            = std::find_if(entries.begin(), entries.end(), [&](const auto &e) { return e.first == key; });
        const qsizetype at = found - entries.begin();
        if (isLast)
            edit(entries, at, key);
        else if (at < entries.size())
            entries[at].second = change(entries.at(at).second, depth + 1, edit);
        else
            entries.append({key, change(Value(), depth + 1, edit)});
        return Value::map(std::move(entries));
    }

    const QList<QByteArray> &_path;
    const Value &_value;
};

} // namespace

bool sameButSpelling(const Value &a, const Value &b, const KeyPath &path)
{
    return same(a, b, path.keys(), 0, true);
}

EditSession::EditSession(ConfigDocument document, const FormatEditing &editing)
    : _document(std::move(document))
    , _editing(editing)
    , _value(_document.value(0))
{ }

Result<void> EditSession::requireOwn(NodeIndex node) const
{
    for (NodeIndex i = node; i != ConfigDocument::noNode; i = _document.node(i).parent) {
        if (_document.node(i).fromAlias)
            return refusal(_document, i, u"the value stands here by an alias or a merge key"_s);
    }
    return {};
}

Result<void> EditSession::set(const KeyPath &path, const Value &value)
{
    const NodeIndex index = _document.find(path);
    if (index == ConfigDocument::noNode)
        return insertKey(path, value);
    if (auto own = requireOwn(index); !own)
        return own;
    const Value before = _document.value(index);
    if (before == value)
        return {};
    if (!before.entries().isEmpty() && !value.entries().isEmpty())
        return setMap(path, value);
    if (!before.items().isEmpty() && !value.items().isEmpty())
        return setList(path, value);
    return apply(_editing.replace(_document, index, value), Change::Set, path, value);
}

Result<void> EditSession::setMap(const KeyPath &path, const Value &value)
{
    const Value before = _document.value(_document.find(path));
    for (const auto &[key, entry] : value.entries()) {
        if (auto done = set(path.child(key), entry); !done)
            return done;
    }
    for (const auto &[key, entry] : before.entries()) {
        if (value.find(key) != nullptr)
            continue;
        if (auto done = remove(path.child(key)); !done)
            return done;
    }
    return {};
}

Result<void> EditSession::setList(const KeyPath &path, const Value &value)
{
    const ValueList before = _document.value(_document.find(path)).items();
    const ValueList &after = value.items();
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype head = 0;
    while (head < shorter && before.at(head) == after.at(head))
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && before.at(before.size() - 1 - tail) == after.at(after.size() - 1 - tail))
        ++tail;
    const qsizetype common = shorter - tail; // items from head to here are replaced, the rest comes or goes
    for (qsizetype i = head; i < common; ++i) {
        if (auto done = set(path.child(QByteArray::number(i)), after.at(i)); !done)
            return done;
    }
    for (qsizetype i = common; i < after.size() - tail; ++i) {
        const Patches patches
            = _editing.insertItem(_document, _document.find(path), static_cast<int>(i), after.at(i));
        if (auto done = apply(patches, Change::Insert, path.child(QByteArray::number(i)), after.at(i)); !done)
            return done;
    }
    for (qsizetype i = before.size() - tail; i > common; --i) {
        if (auto done = remove(path.child(QByteArray::number(i - 1))); !done)
            return done;
    }
    return {};
}

Result<void> EditSession::insertKey(const KeyPath &path, const Value &value)
{
    KeyPath parent = path.parent();
    while (_document.find(parent) == ConfigDocument::noNode)
        parent = parent.parent();
    const NodeIndex map = _document.find(parent);
    if (auto own = requireOwn(map); !own)
        return own;
    const Value::Type type = _document.node(map).type;
    if (type != Value::Type::Map && type != Value::Type::Null)
        return refusal(_document, map,
                       (parent.isEmpty() ? u"the document"_s : parent.toString()) + u" is not a map"_s);
    const QList<QByteArray> missing = path.keys().sliced(parent.size());
    return apply(_editing.insertKey(_document, map, missing, value), Change::Set, path, value);
}

Result<void> EditSession::remove(const KeyPath &path)
{
    const NodeIndex index = _document.find(path);
    if (index == ConfigDocument::noNode)
        return {};
    if (index == 0)
        return refusal(_document, 0, u"a whole document is not removed"_s);
    if (auto own = requireOwn(index); !own)
        return own;
    const bool isItem = _document.node(_document.node(index).parent).type == Value::Type::List;
    return apply(isItem ? _editing.removeItem(_document, index) : _editing.removeKey(_document, index),
                 Change::Remove, path, {});
}

Result<void> EditSession::apply(const Patches &patches, Change change, const KeyPath &path,
                                const Value &value)
{
    if (!patches)
        return patches.error();
    const Changed changed(path.keys(), value);
    const Value wanted = change == Change::Set ? changed.set(_value)
        : change == Change::Insert             ? changed.insert(_value)
                                               : changed.remove(_value);
    for (const Patch &patch : *patches) {
        auto document = parse(patched(_document.source(), patch), _document.format(), pluginFileLimits);
        if (!document || document->problems().size() > _document.problems().size())
            continue;
        Value result = document->value(0);
        if (!sameButSpelling(wanted, result, path))
            continue;
        _document = std::move(*document);
        _value = std::move(result);
        return {};
    }
    return refusal(
        _document, _document.find(path),
        u"no spelling of the value changes this place and nothing else (is there an anchor, or a form "
        "that is not understood?)"_s);
}

} // namespace archivesmp::config
