// SPDX-License-Identifier: GPL-3.0-or-later
// The same story twice: as a sweep tells it, and as the document of the same text does.
#pragma once

#include "common/config/yaml/blocksweep.h"

namespace archivesmp::tests {

class SweptLines final : public config::BlockVisitor
{
public:
    [[nodiscard]] bool open(const config::ConfigDocument::Node &container) override
    {
        lines += "open " + container.key.toByteArray() + ' ' + QByteArray::number(int(container.type)) + '\n';
        return true;
    }
    bool close() override
    {
        lines += "close\n";
        return true;
    }
    [[nodiscard]] Answer scalar(const config::ConfigDocument::Node &scalar) override
    {
        lines += scalar.key.toByteArray() + " = " + scalar.text.toByteArray() + ' '
            + QByteArray::number(int(scalar.type)) + '\n';
        return Answer::GoOn;
    }

    void tell(const config::ConfigDocument &document, config::ConfigDocument::NodeIndex index = 0)
    {
        using config::ConfigDocument;
        const ConfigDocument::Node &node = document.node(index);
        if (node.type != Value::Type::Map && node.type != Value::Type::List) {
            (void)scalar(node);
            return;
        }
        (void)open(node);
        for (auto i = node.firstChild; i != ConfigDocument::noNode; i = document.node(i).nextSibling)
            tell(document, i);
        close();
    }

    QByteArray lines;
};

} // namespace archivesmp::tests
