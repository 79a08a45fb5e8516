// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/blocksweep.h"

#include "common/config/keyhash.h"
#include "common/config/yaml/blockscanning.h"

#include <array>
#include <vector>

namespace archivesmp::config {

namespace {

using Node = ConfigDocument::Node;
using NodeIndex = ConfigDocument::NodeIndex;

// Memory that one sweep after the other uses in the same thread.
struct Scratch
{
    std::vector<char> decoded;
    std::vector<quint32> hashes;
};

// Stands where the scanner otherwise has a document's builder. Once it has had enough it says that it is
// full.
class SweepSink final
{
public:
    static constexpr bool needsPlaces = false;

    SweepSink(const QByteArray &source, BlockVisitor &visitor, const ParseLimits &limits, Scratch &scratch)
        : _source(source)
        , _visitor(visitor)
        , _nodes(static_cast<size_t>(limits.nodes))
        , _depth(static_cast<size_t>(limits.depth))
        , _scratch(scratch)
    {
        // No text is longer than its spelling but for one line break, so views into this stay.
        _scratch.decoded.clear();
        _scratch.decoded.reserve(static_cast<size_t>(source.size()) * 2 + 2);
        _scratch.hashes.clear();
    }

    [[nodiscard]] QByteArrayView source() const { return _source; }
    [[nodiscard]] size_t size() const { return _count; }
    [[nodiscard]] bool isFull() const { return _stopped || _count >= _nodes; }
    [[nodiscard]] bool isDeepest() const { return _frames.size() >= _depth; }
    [[nodiscard]] bool isWhole() const { return !_stopped; }

    NodeIndex append(const Node &node)
    {
        if (!_frames.empty() && _frames.back().isMap)
            addKey(_frames.back(), node.key);
        const bool isContainer = node.type == Value::Type::Map || node.type == Value::Type::List;
        if (isContainer)
            _opening = node.type;
        if (!(isContainer ? _visitor.open(node.key, node.type)
                          : _visitor.scalar(node.key, node.text, node.type)))
            _stopped = true;
        return static_cast<NodeIndex>(_count++);
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
        if (!_visitor.close())
            _stopped = true;
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
    struct Frame
    {
        bool isMap = false;
        bool mayMeet = false; // two hashes share their lowest bits
        size_t firstHash = 0;
        std::array<quint64, 8> seen{};
    };

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
    std::vector<Frame> _frames;
    Value::Type _opening = Value::Type::Map;
    size_t _count = 0;
    bool _stopped = false;
};

} // namespace

bool sweepBlockYaml(const QByteArray &source, BlockVisitor &visitor, const ParseLimits &limits)
{
    static thread_local Scratch scratch;
    if (!checkText(source, limits))
        return false;
    SweepSink sink(source, visitor, limits, scratch);
    return BlockScanning(sink).scan() && sink.isWhole();
}

} // namespace archivesmp::config
