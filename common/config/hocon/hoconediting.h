// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/edit/patch.h"

namespace archivesmp::config {

// Changes in HOCON: a value in one line gives way to another. Keys and items neither come nor go, because
// where a key belongs is not told by the text around it.
class HoconEditing final : public FormatEditing
{
public:
    [[nodiscard]] Patches replace(const ConfigDocument &document, NodeIndex node,
                                  const Value &value) const override;
    [[nodiscard]] Patches insertKey(const ConfigDocument &document, NodeIndex map,
                                    const QList<QByteArray> &keys, const Value &value) const override;
    [[nodiscard]] Patches removeKey(const ConfigDocument &document, NodeIndex node) const override;
    [[nodiscard]] Patches insertItem(const ConfigDocument &document, NodeIndex list, int position,
                                     const Value &value) const override;
    [[nodiscard]] Patches removeItem(const ConfigDocument &document, NodeIndex node) const override;
};

} // namespace archivesmp::config
