// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/format.h"
#include "common/core/keypath.h"
#include "common/core/result.h"
#include "common/core/value.h"

#include <QByteArray>
#include <QList>

namespace archivesmp::config {

// One wanted difference between a document and its successor.
struct Edit
{
    enum class Action { Set, Remove };
    KeyPath path;
    Action action = Action::Set; // Set replaces the value, or inserts the key beside its siblings
    Value value;
};

// The same bytes with only the values concerned changed: comments, order, blank lines, quoting, line ends and
// the final newline stay. The result has been parsed again and differs from the source in the wanted paths
// only; where that cannot be had (anchors, aliases, merge keys, duplicate keys, a flow collection that would
// have to be reflowed) the Error says why, and there is no result. All edits are applied, or none.
[[nodiscard]] Result<QByteArray> applyEdits(const QByteArray &source, Format format,
                                            const QList<Edit> &edits);

} // namespace archivesmp::config
