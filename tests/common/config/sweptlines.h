// SPDX-License-Identifier: GPL-3.0-or-later
// The same story twice: as a sweep tells it, and as the document of the same text does.
#pragma once

#include "common/config/yaml/blocksweep.h"

namespace archivesmp::tests {

class SweptLines final : public config::BlockVisitor
{
public:
    [[nodiscard]] bool open(QByteArrayView key, Value::Type container) override
    {
        lines += "open " + key.toByteArray() + ' ' + QByteArray::number(int(container)) + '\n';
        return true;
    }
    bool close() override
    {
        lines += "close\n";
        return true;
    }
    [[nodiscard]] bool scalar(QByteArrayView key, QByteArrayView text, Value::Type type) override
    {
        lines += key.toByteArray() + " = " + text.toByteArray() + ' ' + QByteArray::number(int(type)) + '\n';
        return true;
    }

    void tell(const config::ConfigDocument &document, config::ConfigDocument::NodeIndex index = 0)
    {
        using config::ConfigDocument;
        const ConfigDocument::Node &node = document.node(index);
        if (node.type != Value::Type::Map && node.type != Value::Type::List) {
            (void)scalar(node.key, node.text, node.type);
            return;
        }
        (void)open(node.key, node.type);
        for (auto i = node.firstChild; i != ConfigDocument::noNode; i = document.node(i).nextSibling)
            tell(document, i);
        close();
    }

    QByteArray lines;
};

} // namespace archivesmp::tests
