// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fleetgen/valueedit.h"

#include <algorithm>

namespace archivesmp::fleetgen {

Value withValueAt(const Value &map, const KeyPath &path, const std::optional<Value> &value)
{
    ValueMap entries = map.entries();
    const QByteArray key = path.keys().first();
    const auto entry
        = std::find_if(entries.begin(), entries.end(), [&](const auto &e) { return e.first == key; });
    if (path.size() == 1) {
        if (!value)
            entries.removeIf([&](const auto &e) { return e.first == key; });
        else if (entry == entries.end())
            entries.append({key, *value});
        else
            entry->second = *value;
        return Value::map(std::move(entries));
    }
    const KeyPath rest(path.keys().sliced(1));
    if (entry == entries.end())
        entries.append({key, withValueAt(Value::map({}), rest, value)});
    else if (entry->second.type() == Value::Type::Map)
        entry->second = withValueAt(entry->second, rest, value);
    else
        return withValueAt(map, KeyPath({path.keys().join('.')}), value);
    return Value::map(std::move(entries));
}

} // namespace archivesmp::fleetgen
