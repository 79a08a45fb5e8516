// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/hocon/hocontree.h"

namespace archivesmp::config {

HoconTree::Index HoconTree::add(Index parent, const ConfigDocument::Node &node)
{
    const int depth = parent == none ? 0 : _items[parent].depth + 1;
    _items.push_back({node, depth, {}});
    return static_cast<Index>(_items.size() - 1);
}

HoconTree::Index HoconTree::addRoot(const ConfigDocument::Node &node)
{
    return add(none, node);
}

HoconTree::Index HoconTree::addItem(Index list, const ConfigDocument::Node &node)
{
    const Index index = add(list, node);
    _items[list].children.push_back(index);
    return index;
}

HoconTree::Index HoconTree::find(Index map, QByteArrayView key) const
{
    const auto found = _positions.constFind({map, key});
    return found == _positions.constEnd() ? none : _items[map].children[static_cast<size_t>(*found)];
}

HoconTree::Index HoconTree::put(Index map, const ConfigDocument::Node &node)
{
    const Index before = find(map, node.key);
    if (before == none) {
        const Index index = addItem(map, node);
        _positions.insert({map, node.key}, static_cast<qsizetype>(_items[map].children.size()) - 1);
        return index;
    }
    if (_items[before].node.type == Value::Type::Map && node.type == Value::Type::Map)
        return before;
    const Index index = add(map, node);
    _items[map].children[static_cast<size_t>(_positions.value({map, node.key}))] = index;
    return index;
}

} // namespace archivesmp::config
