// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/matchsweep.h"

#include "common/config/yaml/blanks.h"

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

// Entries of a map for which a frame knows whether they were there.
constexpr qsizetype mostTaken = 64;

qsizetype sizeOf(const Value &container)
{
    return container.type() == Type::Map ? container.entries().size() : container.items().size();
}

// Whether more of the line follows a key's colon, if there is one.
bool hasValueBehind(const char *colon, const char *end)
{
    return colon != nullptr && end - colon > 2 && colon[1] == ' ';
}

} // namespace

MatchSweep::MatchSweep(ExpectationTree &tree, const QuickValues &values, Extras extras,
                       std::vector<int> unlike)
    : _tree(tree)
    , _values(values)
    , _extras(extras)
    , _frames(std::move(scratch().frames))
    , _seen(std::move(scratch().seen))
    , _toKeep(std::move(unlike))
    , _excerpt(std::move(scratch().excerpt))
{
    _frames.clear();
    _frames.reserve(16);
    _seen.assign(values.size(), Seen::Not);
    _excerpt.clear();
    _excerpt.reserve(32);
    std::sort(_toKeep.begin(), _toKeep.end());
}

MatchSweep::~MatchSweep()
{
    scratch() = {std::move(_frames), std::move(_seen), std::move(_excerpt)};
}

MatchSweep::Scratch &MatchSweep::scratch()
{
    static thread_local Scratch memory;
    return memory;
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

// Where an expected list or map holds what is expected at its next place or at a key; -1 for nothing, and for
// what was there already.
qsizetype MatchSweep::nextIn(Frame &frame, QByteArrayView key)
{
    qsizetype next = frame.count++;
    if (!frame.isMap)
        return next < frame.value->items().size() ? next : -1;
    const ValueMap &entries = frame.value->entries();
    if (next >= entries.size() || entries.at(next).first != key) {
        const auto found = std::find_if(entries.begin(), entries.end(),
                                        [&](const auto &entry) { return entry.first == key; });
        if (found == entries.end())
            return -1;
        next = found - entries.begin();
    }
    if (next >= mostTaken)
        return next; // which takeHeld() never took
    const quint64 bit = quint64(1) << next;
    if ((frame.taken & bit) != 0)
        return -1;
    frame.taken |= bit;
    return next;
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

// Whether takeNext() may be asked.
bool MatchSweep::foresees(const Frame &frame) const
{
    return frame.value != nullptr ? frame.items != nullptr
                                  : frame.isMap && frame.tree != ExpectationTree::none;
}

// Takes the entry or item with which a text begins where it is what comes next and as expected, and tells
// where its line ends; else nullptr.
const char *MatchSweep::takeNext(Frame &frame, const char *text, const char *end)
{
    _tried = text;
    _colon = nullptr;
    return frame.value != nullptr ? takeHeld(frame, text, end) : takeExpected(frame, text, end);
}

// Of a map in which something is expected.
const char *MatchSweep::takeExpected(const Frame &map, const char *text, const char *end)
{
    const ExpectationTree::Index next = _tree.foreseen(map.tree);
    if (next == ExpectationTree::none)
        return nullptr;
    _colon = _tree.partOf(next).colonBehind(text, end);
    const int entry = _tree.entryAt(next);
    if (entry < 0 || !hasValueBehind(_colon, end))
        return nullptr;
    Seen &seen = _seen[static_cast<size_t>(entry)];
    const char *lineEnd
        = seen == Seen::Not ? _values.at(static_cast<size_t>(entry)).lineEndBehind(_colon + 2, end) : nullptr;
    if (lineEnd == nullptr)
        return nullptr;
    seen = Seen::Same;
    _tree.accept(map.tree, next);
    ++_settings;
    return lineEnd;
}

// Of a list or map that is expected as a whole.
const char *MatchSweep::takeHeld(Frame &frame, const char *text, const char *end)
{
    if (frame.count >= (frame.isMap ? std::min(sizeOf(*frame.value), mostTaken) : sizeOf(*frame.value)))
        return nullptr;
    const QuickValue &next = frame.items[frame.count];
    if (frame.isMap) {
        if ((frame.taken >> frame.count & 1) != 0)
            return nullptr;
        _colon = next.key().colonBehind(text, end);
        if (!hasValueBehind(_colon, end))
            return nullptr;
        text = _colon + 2;
    }
    const char *lineEnd = next.lineEndBehind(text, end);
    if (lineEnd == nullptr)
        return nullptr;
    frame.taken |= frame.isMap ? quint64(1) << frame.count : 0;
    ++frame.count;
    _settings += frame.isMap;
    return lineEnd;
}

MatchSweep::ForeseenLines MatchSweep::foreseenLines(QByteArrayView text, qsizetype indent, qsizetype most)
{
    Frame &top = _frames.back();
    ForeseenLines lines;
    if (!foresees(top))
        return lines;
    const char *at = text.data();
    const char *const end = at + text.size();
    for (; lines.count < most && at != end; ++lines.count) {
        const char *line = config::behindBlanks(at, end);
        const bool mayBe = line - at == indent && line != end
            && (top.isMap || (end - line > 2 && line[0] == '-' && line[1] == ' '));
        const char *lineEnd = mayBe ? takeNext(top, top.isMap ? line : line + 2, end) : nullptr;
        if (lineEnd == nullptr)
            break;
        lines.end = lineEnd - text.data();
        at = lineEnd + (lineEnd == end ? 0 : *lineEnd == '\r' ? 2 : 1);
    }
    return lines;
}

MatchSweep::Foreseen MatchSweep::foreseen(QByteArrayView line)
{
    Frame &top = _frames.back();
    if (!foresees(top))
        return {};
    const bool isTried = top.isMap && _tried == line.data();
    if (!isTried && takeNext(top, line.data(), line.data() + line.size()) != nullptr)
        return {true};
    if (!top.isMap || _colon == nullptr)
        return {};
    const qsizetype colon = _colon - line.data();
    if (top.value != nullptr)
        return {false, colon, top.items[top.count].key().text()};
    _foreseen = _tree.foreseen(top.tree);
    return {false, colon, _tree.partOf(_foreseen).text()};
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

bool MatchSweep::isComplete() const
{
    for (size_t i = 0; i < _seen.size(); ++i) {
        if (_seen[i] == Seen::Not && _values.at(i).value() != nullptr)
            return false;
    }
    return true;
}

std::vector<config::SweptNode> MatchSweep::excerpt() const
{
    if (!isComplete())
        return _excerpt;
    // From behind: a map is wanted where what was wanted last is in it.
    std::vector<config::SweptNode> wanted;
    qsizetype around = 0; // how many containers are around what was wanted last and not wanted yet
    for (auto node = _excerpt.rbegin(); node != _excerpt.rend(); ++node) {
        if (!node->isShown && node->depth >= around)
            continue;
        wanted.push_back(*node);
        around = node->depth;
    }
    std::reverse(wanted.begin(), wanted.end());
    return wanted;
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
    for (size_t i = 0; i < _seen.size(); ++i) {
        if (_seen[i] == Seen::Same)
            expected[i] = true;
    }
    return expected;
}

} // namespace archivesmp::drift
