// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/matchsweep.h"

#include <algorithm>
#include <utility>

namespace archivesmp::drift {

using Node = config::ConfigDocument::Node;
using Type = Value::Type;

namespace {

// What a list or map holds at a place.
const Value &itemAt(const Value &container, qsizetype index)
{
    return container.type() == Type::Map ? container.entries().at(index).second : container.items().at(index);
}

qsizetype sizeOf(const Value &container)
{
    return container.type() == Type::Map ? container.entries().size() : container.items().size();
}

} // namespace

MatchSweep::MatchSweep(ExpectationTree &tree, const QuickValues &values, Extras extras,
                       const std::vector<int> &unlike)
    : _tree(tree)
    , _values(values)
    , _extras(extras)
    , _seen(values.size())
    , _toKeep(unlike)
{
    _frames.reserve(16);
    _excerpt.reserve(32);
    std::sort(_toKeep.begin(), _toKeep.end());
}

// Follows a key of the innermost map into the tree. False where the key is too much.
bool MatchSweep::find(QByteArrayView key, int &entry)
{
    const Frame &top = _frames.back();
    entry = -1;
    _found = ExpectationTree::none;
    if (!top.isMap || top.tree == ExpectationTree::none)
        return true;
    if (_foreseen != ExpectationTree::none) {
        _found = std::exchange(_foreseen, ExpectationTree::none);
        _tree.accept(top.tree, _found);
        entry = _tree.entryAt(_found);
        return entry < 0 || mark(entry);
    }
    _found = _tree.follow(top.tree, key);
    if (_found == ExpectationTree::none)
        return _extras == Extras::Allowed || !_tree.hasChildren(top.tree);
    entry = _tree.entryAt(_found);
    if (entry < 0)
        return true;
    if (!mark(entry))
        return false;
    if (key.indexOf('.') < 0)
        return true;
    QList<QByteArray> keys;
    for (size_t i = 1; i < _frames.size(); ++i)
        keys.append(_frames[i].key.toByteArray());
    keys.append(key.toByteArray());
    _learned.emplace_back(entry, KeyPath(std::move(keys)));
    return true;
}

// False where the file has had it already.
bool MatchSweep::mark(int entry)
{
    Seen &seen = _seen[static_cast<size_t>(entry)];
    return std::exchange(seen, Seen::Same) == Seen::Not;
}

// Where an expected list or map holds what is expected at its next place or at a key; -1 for nothing.
qsizetype MatchSweep::nextIn(Frame &frame, QByteArrayView key)
{
    const qsizetype next = frame.count++;
    if (!frame.isMap)
        return next < frame.value->items().size() ? next : -1;
    const ValueMap &entries = frame.value->entries();
    if (next < entries.size() && entries.at(next).first == key)
        return next;
    const auto found
        = std::find_if(entries.begin(), entries.end(), [&](const auto &entry) { return entry.first == key; });
    return found == entries.end() ? -1 : found - entries.begin();
}

bool MatchSweep::open(const Node &container)
{
    Frame frame;
    frame.key = container.key;
    frame.isMap = container.type == Type::Map;
    _settings += !_frames.empty() && _frames.back().isMap && !frame.isMap;
    if (_frames.empty())
        frame.tree = 0;
    else if (_frames.back().isKept)
        frame.isKept = true;
    else if (_frames.back().value != nullptr ? !openInValue(frame, container.type)
                                             : !openInTree(frame, container.type))
        return false;
    if (frame.tree != ExpectationTree::none)
        _excerpt.push_back({container, static_cast<qsizetype>(_frames.size()), false});
    else if (frame.isKept)
        keep(container);
    _frames.push_back(frame);
    return _frames.size() > 1 || frame.isMap;
}

bool MatchSweep::openInValue(Frame &frame, Type container)
{
    Frame &top = _frames.back();
    const qsizetype next = nextIn(top, frame.key);
    const Value *wanted = next < 0 ? nullptr : &itemAt(*top.value, next);
    if (wanted == nullptr || wanted->type() != container)
        return setUnlike(top.entry);
    frame.entry = top.entry;
    frame.value = wanted;
    frame.items = top.items == nullptr ? nullptr : top.items[next].items();
    return true;
}

bool MatchSweep::openInTree(Frame &frame, Type container)
{
    int entry = noEntry;
    if (!find(frame.key, entry))
        return false;
    const bool goesOn = _found != ExpectationTree::none && _tree.hasChildren(_found);
    const QuickValue *wanted = entry < 0 ? nullptr : &_values.at(static_cast<size_t>(entry));
    if (wanted == nullptr || wanted->value() == nullptr) {
        if (goesOn && frame.isMap)
            frame.tree = _found;
        return !goesOn || frame.isMap || entry >= 0;
    }
    if (goesOn)
        return false;
    if (std::binary_search(_toKeep.begin(), _toKeep.end(), entry)) {
        _seen[static_cast<size_t>(entry)] = Seen::Different;
        frame.isKept = true;
        return true;
    }
    if (wanted->value()->type() != container)
        return setUnlike(entry);
    frame.entry = entry;
    frame.value = wanted->value();
    frame.items = wanted->items();
    return true;
}

// Nothing more of this list or map is compared. False where too much differs already.
bool MatchSweep::setUnlike(int entry)
{
    for (Frame &frame : _frames) {
        if (frame.entry == entry)
            frame.value = nullptr;
    }
    _seen[static_cast<size_t>(entry)] = Seen::Different;
    _unlike.push_back(entry);
    return ++_different <= mostDifferent;
}

void MatchSweep::keep(const Node &node)
{
    _excerpt.push_back({node, static_cast<qsizetype>(_frames.size())});
}

bool MatchSweep::close()
{
    const Frame &top = _frames.back();
    const bool isWhole = top.value == nullptr || top.count == sizeOf(*top.value) || setUnlike(top.entry);
    _frames.pop_back();
    return isWhole;
}

MatchSweep::Answer MatchSweep::scalar(const Node &scalar)
{
    if (_frames.empty())
        return Answer::Stop;
    Frame &top = _frames.back();
    _settings += top.isMap;
    if (top.isKept) {
        keep(scalar);
        return Answer::GoOn;
    }
    if (top.value != nullptr)
        return isNext(top, scalar) || setUnlike(top.entry) ? Answer::GoOn : Answer::Stop;
    int entry = noEntry;
    if (!find(scalar.key, entry))
        return Answer::Stop;
    if (entry >= 0)
        return look(scalar, static_cast<size_t>(entry)) ? Answer::GoOnUnlessTwice : Answer::Stop;
    const bool isUnexpected = _found == ExpectationTree::none || scalar.type == Type::Null;
    return isUnexpected || !_tree.hasChildren(_found) ? Answer::GoOn : Answer::Stop;
}

bool MatchSweep::isNext(Frame &frame, const Node &scalar) const
{
    const qsizetype next = nextIn(frame, scalar.key);
    if (next < 0)
        return false;
    return frame.items != nullptr ? frame.items[next].isSame(scalar.type, scalar.text)
                                  : QuickValue(itemAt(*frame.value, next)).isSame(scalar.type, scalar.text);
}

MatchSweep::Foreseen MatchSweep::foreseen(QByteArrayView line)
{
    Frame &top = _frames.back();
    if (!top.isMap && top.value != nullptr && top.items != nullptr) {
        const bool isSpelled = top.count < top.value->items().size() && top.items[top.count].isSpelled(line);
        top.count += isSpelled;
        return {isSpelled};
    }
    if (!top.isMap || top.tree == ExpectationTree::none)
        return {};
    const ExpectationTree::Index next = _tree.foreseen(top.tree);
    const qsizetype colon = next == ExpectationTree::none ? -1 : _tree.colonBehind(next, line);
    if (colon < 0)
        return {};
    const int entry = _tree.entryAt(next);
    if (entry >= 0 && line.size() >= colon + 3 && _seen[static_cast<size_t>(entry)] == Seen::Not
        && _values.at(static_cast<size_t>(entry)).isSpelled(line.sliced(colon + 2))) {
        _seen[static_cast<size_t>(entry)] = Seen::Same;
        _tree.accept(top.tree, next);
        ++_settings;
        return {true};
    }
    _foreseen = next;
    return {false, colon, _tree.partOf(next)};
}

// False where too many differ already.
bool MatchSweep::look(const Node &scalar, size_t entry)
{
    const QuickValue &wanted = _values.at(entry);
    if (wanted.value() == nullptr || wanted.isSame(scalar.type, scalar.text))
        return true;
    _seen[entry] = Seen::Different;
    keep(scalar);
    return ++_different <= mostDifferent;
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
