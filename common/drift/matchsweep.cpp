// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/matchsweep.h"

namespace archivesmp::drift {

using Type = Value::Type;

MatchSweep::MatchSweep(ExpectationTree &tree, const QuickValues &values, Extras extras)
    : _tree(tree)
    , _values(values)
    , _extras(extras)
    , _seen(values.size())
{
    _frames.reserve(16);
}

// Follows a key of the innermost map into the tree. False where the key is too much.
bool MatchSweep::find(QByteArrayView key, int &entry)
{
    const Frame &top = _frames.back();
    entry = -1;
    _found = ExpectationTree::none;
    if (!top.isMap || top.tree == ExpectationTree::none)
        return true;
    _found = _tree.follow(top.tree, key);
    if (_found == ExpectationTree::none)
        return _extras == Extras::Allowed || !_tree.hasChildren(top.tree);
    entry = _tree.entryAt(_found);
    return entry < 0 || mark(entry, key);
}

bool MatchSweep::mark(int entry, QByteArrayView key)
{
    char &seen = _seen[static_cast<size_t>(entry)];
    if (seen != 0)
        return false;
    seen = 1;
    if (key.indexOf('.') < 0)
        return true;
    QList<QByteArray> keys;
    for (size_t i = 1; i < _frames.size(); ++i)
        keys.append(_frames[i].key.toByteArray());
    keys.append(key.toByteArray());
    _learned.emplace_back(entry, KeyPath(std::move(keys)));
    return true;
}

// What is expected at the next place of an expected list or at a key of an expected map; nullptr for nothing.
const Value *MatchSweep::nextIn(Frame &frame, QByteArrayView key)
{
    if (!frame.isMap) {
        const ValueList &items = frame.value->items();
        return frame.items < items.size() ? &items.at(frame.items++) : nullptr;
    }
    const ValueMap &entries = frame.value->entries();
    if (frame.items < entries.size() && entries.at(frame.items).first == key)
        return &entries.at(frame.items++).second;
    ++frame.items;
    return frame.value->find(key);
}

bool MatchSweep::open(QByteArrayView key, Type container)
{
    Frame frame;
    frame.key = key;
    frame.isMap = container == Type::Map;
    if (_frames.empty()) {
        frame.tree = 0;
        _frames.push_back(frame);
        return frame.isMap;
    }
    Frame &top = _frames.back();
    _settings += top.isMap && !frame.isMap;
    if (top.value != nullptr) {
        frame.value = nextIn(top, key);
        if (frame.value == nullptr || frame.value->type() != container)
            return false;
    } else if (!openInTree(frame, container)) {
        return false;
    }
    _frames.push_back(frame);
    return true;
}

bool MatchSweep::openInTree(Frame &frame, Type container)
{
    int entry = -1;
    if (!find(frame.key, entry))
        return false;
    const bool goesOn = _found != ExpectationTree::none && _tree.hasChildren(_found);
    frame.value = entry < 0 ? nullptr : _values.at(static_cast<size_t>(entry)).value();
    if (frame.value != nullptr)
        return frame.value->type() == container && !goesOn;
    if (goesOn && frame.isMap)
        frame.tree = _found;
    return !goesOn || frame.isMap || entry >= 0;
}

bool MatchSweep::close()
{
    const Frame &top = _frames.back();
    const bool isWhole = top.value == nullptr
        || top.items == (top.isMap ? top.value->entries().size() : top.value->items().size());
    _frames.pop_back();
    return isWhole;
}

bool MatchSweep::scalar(QByteArrayView key, QByteArrayView text, Type type)
{
    if (_frames.empty())
        return false;
    Frame &top = _frames.back();
    _settings += top.isMap;
    if (top.value != nullptr) {
        const Value *wanted = nextIn(top, key);
        return wanted != nullptr && QuickValue(*wanted).isSame(type, text);
    }
    int entry = -1;
    if (!find(key, entry))
        return false;
    if (entry >= 0) {
        const QuickValue &wanted = _values.at(static_cast<size_t>(entry));
        return wanted.value() == nullptr || wanted.isSame(type, text);
    }
    return _found == ExpectationTree::none || type == Type::Null || !_tree.hasChildren(_found);
}

bool MatchSweep::isComplete() const
{
    for (size_t i = 0; i < _seen.size(); ++i) {
        if (_seen[i] == 0 && _values.at(i).value() != nullptr)
            return false;
    }
    return true;
}

} // namespace archivesmp::drift
