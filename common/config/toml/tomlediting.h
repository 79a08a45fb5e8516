// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/edit/patch.h"

namespace archivesmp::config {

// Changes in TOML: values where they stand, keys behind their neighbours or in a section of their own, and
// sections with all that is in them.
class TomlEditing final : public FormatEditing
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

private:
    [[nodiscard]] Patches replaceSection(const ConfigDocument &document, NodeIndex index,
                                         const Value &value) const;
    [[nodiscard]] Patches removalOfSection(const ConfigDocument &document, NodeIndex index) const;
    [[nodiscard]] Patches insertSection(const ConfigDocument &document, NodeIndex list, int position,
                                        const Value &value) const;
};

} // namespace archivesmp::config
