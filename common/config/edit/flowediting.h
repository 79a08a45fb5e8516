// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/edit/patch.h"

namespace archivesmp::config {

// How a format writes inside braces and brackets.
class FlowSpelling
{
public:
    virtual ~FlowSpelling() = default;
    [[nodiscard]] virtual Result<QByteArray> value(const Value &value) const = 0;
    [[nodiscard]] virtual QByteArray key(QByteArrayView key) const = 0;
    [[nodiscard]] virtual QByteArray separator() const = 0; // between key and value
};

// Changes inside {…} and […]: JSON as a whole, flow collections of YAML, inline tables and arrays of TOML. A
// new member gets the blanks and line breaks that the member before it has, so nothing is reflowed.
class FlowEditing final
{
public:
    using NodeIndex = ConfigDocument::NodeIndex;

    explicit FlowEditing(const FlowSpelling &spelling)
        : _spelling(spelling)
    { }

    [[nodiscard]] Patches insertKey(const ConfigDocument &document, NodeIndex map,
                                    const QList<QByteArray> &keys, const Value &value) const;
    [[nodiscard]] Patches insertItem(const ConfigDocument &document, NodeIndex list, int position,
                                     const Value &value) const;
    [[nodiscard]] Patches remove(const ConfigDocument &document, NodeIndex node) const;

private:
    [[nodiscard]] Patches insert(const ConfigDocument &document, NodeIndex container, size_t position,
                                 const QByteArray &member) const;

    const FlowSpelling &_spelling;
};

} // namespace archivesmp::config
