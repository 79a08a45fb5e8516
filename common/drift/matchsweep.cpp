// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/matchsweep.h"

#include <cstring>

namespace archivesmp::drift {

using Node = config::ConfigDocument::Node;
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
    Seen &seen = _seen[static_cast<size_t>(entry)];
    if (seen != Seen::Not)
        return false;
    seen = Seen::Same;
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

bool MatchSweep::open(const Node &container)
{
    Frame frame;
    frame.key = container.key;
    frame.isMap = container.type == Type::Map;
    if (_frames.empty()) {
        frame.tree = 0;
    } else if (Frame &top = _frames.back(); top.value != nullptr) {
        frame.value = nextIn(top, container.key);
        if (frame.value == nullptr || frame.value->type() != container.type)
            return false;
    } else if (!openInTree(frame, container.type)) {
        return false;
    }
    _settings += !_frames.empty() && _frames.back().isMap && !frame.isMap;
    if (frame.tree != ExpectationTree::none)
        _excerpt.push_back({container, static_cast<qsizetype>(_frames.size())});
    _frames.push_back(frame);
    return _frames.size() > 1 || frame.isMap;
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

MatchSweep::Answer MatchSweep::scalar(const Node &scalar)
{
    if (_frames.empty())
        return Answer::Stop;
    Frame &top = _frames.back();
    _settings += top.isMap;
    if (top.value != nullptr) {
        const Value *wanted = nextIn(top, scalar.key);
        return wanted != nullptr && QuickValue(*wanted).isSame(scalar.type, scalar.text) ? Answer::GoOn
                                                                                         : Answer::Stop;
    }
    int entry = -1;
    if (!find(scalar.key, entry))
        return Answer::Stop;
    if (entry >= 0)
        return look(scalar, static_cast<size_t>(entry)) ? Answer::GoOnUnlessTwice : Answer::Stop;
    const bool isUnexpected = _found == ExpectationTree::none || scalar.type == Type::Null;
    return isUnexpected || !_tree.hasChildren(_found) ? Answer::GoOn : Answer::Stop;
}

bool MatchSweep::foreseen(QByteArrayView line)
{
    const Frame &top = _frames.back();
    if (!top.isMap || top.value != nullptr || top.tree == ExpectationTree::none)
        return false;
    const ExpectationTree::Index next = _tree.foreseen(top.tree);
    const int entry = next == ExpectationTree::none ? -1 : _tree.entryAt(next);
    if (entry < 0 || _seen[static_cast<size_t>(entry)] != Seen::Not)
        return false;
    const QByteArrayView key = _tree.partOf(next);
    const qsizetype colon = key.size();
    if (line.size() < colon + 3 || line[colon] != ':' || line[colon + 1] != ' '
        || std::memcmp(line.data(), key.data(), static_cast<size_t>(colon)) != 0
        || !_values.at(static_cast<size_t>(entry)).isSpelled(line.sliced(colon + 2)))
        return false;
    _seen[static_cast<size_t>(entry)] = Seen::Same;
    _tree.accept(top.tree, next);
    ++_settings;
    return true;
}

// False where too many differ already.
bool MatchSweep::look(const Node &scalar, size_t entry)
{
    const QuickValue &wanted = _values.at(entry);
    if (wanted.value() == nullptr || wanted.isSame(scalar.type, scalar.text))
        return true;
    const Type type = wanted.value()->type();
    if (type == Type::Map || type == Type::List || ++_different > mostDifferent)
        return false;
    _seen[entry] = Seen::Different;
    _excerpt.push_back({scalar, static_cast<qsizetype>(_frames.size())});
    return true;
}

bool MatchSweep::isClean() const
{
    for (size_t i = 0; i < _seen.size(); ++i) {
        if (_seen[i] != Seen::Same && _values.at(i).value() != nullptr)
            return false;
    }
    return true;
}

std::vector<bool> MatchSweep::asExpected() const
{
    std::vector<bool> expected(_seen.size());
    for (size_t i = 0; i < _seen.size(); ++i)
        expected[i] = _seen[i] == Seen::Same;
    return expected;
}

} // namespace archivesmp::drift
