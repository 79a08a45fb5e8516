// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

#include <QHash>

#include <vector>

namespace archivesmp::config {

// What a HOCON text says so far. Unlike in the other formats a key may come again: maps then become one, and
// anything else gives way to what comes later.
class HoconTree final
{
public:
    using Index = quint32;
    static constexpr Index none = ConfigDocument::noNode;

    struct Item
    {
        ConfigDocument::Node node;
        int depth = 0; // of maps and lists around it
        std::vector<Index> children;
    };

    [[nodiscard]] size_t size() const { return _items.size(); }
    [[nodiscard]] const Item &item(Index index) const { return _items[index]; }
    [[nodiscard]] Item &item(Index index) { return _items[index]; }

    Index addRoot(const ConfigDocument::Node &node);
    Index addItem(Index list, const ConfigDocument::Node &node);
    [[nodiscard]] Index find(Index map, QByteArrayView key) const; // none where there is none
    // Puts a value under its key. Two maps are one: then the one that is there is returned.
    Index put(Index map, const ConfigDocument::Node &node);

private:
    Index add(Index parent, const ConfigDocument::Node &node);

    std::vector<Item> _items;
    QHash<std::pair<Index, QByteArrayView>, qsizetype> _positions; // among the children of a map
};

} // namespace archivesmp::config
