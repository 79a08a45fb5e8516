// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/edit/flowediting.h"
#include "common/config/edit/patch.h"
#include "common/config/yaml/yamltext.h"

namespace archivesmp::config {

// Changes in block YAML line by line, and inside its flow collections.
class YamlEditing final : public FormatEditing
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
