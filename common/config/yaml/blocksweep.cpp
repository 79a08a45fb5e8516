// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/blocksweep.h"

#include "common/config/documentbuilder.h"
#include "common/config/keyhash.h"
#include "common/config/sourcetext.h"
#include "common/config/yaml/blockscanning.h"

#include <array>
#include <cstring>
#include <vector>

namespace archivesmp::config {

namespace {

using Node = ConfigDocument::Node;
using NodeIndex = ConfigDocument::NodeIndex;

// Memory that one sweep after the other uses in the same thread.
struct Scratch
{
    struct Frame
    {
        bool isMap = false;
        bool mayMeet = false; // two hashes share their lowest bits
        size_t firstHash = 0;
        std::array<quint64, 8> seen{};
    };
    std::vector<char> decoded;
    std::vector<quint32> hashes;
    std::vector<Frame> frames;
};

// Stands where the scanner otherwise has a document's builder. Once it has had enough it says that it is
// full.
class SweepSink final
{
public:
    static constexpr bool needsPlaces = false;
    static constexpr bool foresees = true;

    SweepSink(const QByteArray &source, BlockVisitor &visitor, const ParseLimits &limits, Scratch &scratch)
        : _source(source)
        , _visitor(visitor)
        , _nodes(static_cast<size_t>(limits.nodes))
        , _depth(static_cast<size_t>(limits.depth))
        , _scratch(scratch)
        , _frames(scratch.frames)
    {
        // No text is longer than its spelling but for one line break, so views into this stay.
        _scratch.decoded.clear();
        _scratch.decoded.reserve(static_cast<size_t>(source.size()) * 2 + 2);
        _scratch.hashes.clear();
        _frames.clear();
    }

    [[nodiscard]] QByteArrayView source() const { return _source; }
    [[nodiscard]] size_t size() const { return _count; }
    [[nodiscard]] bool isFull() const { return _stopped || _count >= _nodes; }
    [[nodiscard]] bool isDeepest() const { return _frames.size() >= _depth; }
    [[nodiscard]] bool isWhole() const { return !_stopped; }

    NodeIndex append(const Node &node)
    {
        if (_stopped)
            return static_cast<NodeIndex>(_count++);
        bool mayBeTwice = !_frames.empty() && _frames.back().isMap;
        if (node.type == Value::Type::Map || node.type == Value::Type::List) {
            _opening = node.type;
            _stopped = !_visitor.open(node);
        } else {
            const BlockVisitor::Answer answer = _visitor.scalar(node);
            _stopped = answer == BlockVisitor::Answer::Stop;
            mayBeTwice = mayBeTwice && answer == BlockVisitor::Answer::GoOn;
        }
        if (mayBeTwice)
            addKey(_frames.back(), node.key);
        return static_cast<NodeIndex>(_count++);
    }

    BlockVisitor::ForeseenLines takeForeseenLines(QByteArrayView text, qsizetype indent)
    {
        if (isFull())
            return {};
        const auto lines = _visitor.foreseenLines(text, indent, static_cast<qsizetype>(_nodes - _count));
        _count += static_cast<size_t>(lines.count);
        return lines;
    }

    // What the visitor knows of an entry or item by its line, which is taken where that is all of it.
    BlockVisitor::Foreseen takeForeseen(QByteArrayView line)
    {
        if (isFull())
            return {};
        const BlockVisitor::Foreseen foreseen = _visitor.foreseen(line);
        _count += foreseen.isWhole;
        return foreseen;
    }

    void open(NodeIndex)
    {
        _frames.push_back({_opening == Value::Type::Map, false, _scratch.hashes.size(), {}});
    }

    void close(quint32)
    {
        const Frame &frame = _frames.back();
        const auto first = _scratch.hashes.begin() + static_cast<std::ptrdiff_t>(frame.firstHash);
        if (frame.mayMeet) {
            std::sort(first, _scratch.hashes.end());
            // Two keys with one hash may well be different ones: whoever compares them will see.
            if (std::adjacent_find(first, _scratch.hashes.end()) != _scratch.hashes.end())
                _stopped = true;
        }
        _scratch.hashes.erase(first, _scratch.hashes.end());
        _frames.pop_back();
        // A visitor that had enough may not have entered what ends here.
        _stopped = _stopped || !_visitor.close();
    }

    [[nodiscard]] QByteArrayView keep(QByteArrayView text)
    {
        std::vector<char> &decoded = _scratch.decoded;
        if (decoded.capacity() - decoded.size() < static_cast<size_t>(text.size())) {
            _stopped = true;
            return {};
        }
        const size_t begin = decoded.size();
        decoded.insert(decoded.end(), text.begin(), text.end());
        return {decoded.data() + begin, text.size()};
    }

private:
    using Frame = Scratch::Frame;

    void addKey(Frame &frame, QByteArrayView key)
    {
        const quint32 hash = keyHash(key);
        quint64 &word = frame.seen[hash / 64 % frame.seen.size()];
        const quint64 bit = quint64(1) << hash % 64;
        frame.mayMeet = frame.mayMeet || (word & bit) != 0;
        word |= bit;
        _scratch.hashes.push_back(hash);
    }

    QByteArrayView _source;
    BlockVisitor &_visitor;
    size_t _nodes;
    size_t _depth;
    Scratch &_scratch;
    std::vector<Frame> &_frames;
    Value::Type _opening = Value::Type::Map;
    size_t _count = 0;
    bool _stopped = false;
};

// Counts lines from one node to the next.
class Places final
{
public:
    explicit Places(QByteArrayView source)
        : _source(source)
    { }

    // A value that is not written at all stands where its key does, and an item where it would begin.
    void place(Node &node)
    {
        const bool isWritten = node.begin != node.end || node.keyBegin == node.keyEnd
            || node.type == Value::Type::Map || node.type == Value::Type::List;
        const qsizetype at = isWritten ? node.begin : node.keyBegin;
        while (const void *newline
               = std::memchr(_source.data() + _lineBegin, '\n', static_cast<size_t>(at - _lineBegin))) {
            ++_line;
            _lineBegin = static_cast<const char *>(newline) - _source.data() + 1;
        }
        const Place place = placeAt(_source.sliced(_lineBegin), at - _lineBegin);
        node.line = _line;
        node.column = static_cast<quint32>(place.column);
    }

private:
    QByteArrayView _source;
    qsizetype _lineBegin = 0; // of the line of the last node …
    quint32 _line = 1;        // … and its number
};

} // namespace

bool sweepBlockYaml(const QByteArray &source, BlockVisitor &visitor, const ParseLimits &limits)
{
    static thread_local Scratch scratch;
    if (source.size() > limits.bytes)
        return false;
    const bool isSimple = isSimpleText(source);
    if (!isSimple && !checkText(source, limits))
        return false;
    SweepSink sink(source, visitor, limits, scratch);
    return BlockScanning(sink, isSimple).scan() && sink.isWhole();
}

ConfigDocument excerptOf(const QByteArray &source, const std::vector<SweptNode> &nodes)
{
    ConfigDocument::Builder builder(source, Format::Yaml, pluginFileLimits);
    std::vector<quint32> ends;
    Places places(source);
    const auto closeTop = [&] {
        builder.close(ends.back());
        ends.pop_back();
    };
    for (const SweptNode &swept : nodes) {
        while (static_cast<qsizetype>(ends.size()) > swept.depth)
            closeTop();
        Node node = swept.node;
        node.key = builder.keep(node.key);
        if (swept.isShown)
            places.place(node);
        if (node.type == Value::Type::Map || node.type == Value::Type::List) {
            builder.open(builder.append(node));
            ends.push_back(node.end);
            continue;
        }
        node.text = builder.keep(node.text);
        builder.append(node);
    }
    while (!ends.empty())
        closeTop();
    auto document = builder.finish();
    return document ? std::move(*document) : ConfigDocument();
}

} // namespace archivesmp::config
