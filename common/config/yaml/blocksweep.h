// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

namespace archivesmp::config {

// What a sweep tells, in the order of the file. Keys and texts are decoded and stay until the sweep ends;
// keys of list items and of the root are empty. False stops the sweep.
class BlockVisitor
{
public:
    [[nodiscard]] virtual bool open(QByteArrayView key, Value::Type container) = 0; // a map or a list
    virtual bool close() = 0;
    [[nodiscard]] virtual bool scalar(QByteArrayView key, QByteArrayView text, Value::Type type) = 0;

protected:
    ~BlockVisitor() = default;
};

// Reads YAML once and keeps nothing of it. True where the visitor has seen the whole document, and the same
// one that parse() gives, without any problem; false where the visitor stopped it and for all that is not
// plain block YAML without duplicate keys: then parse() decides.
[[nodiscard]] bool sweepBlockYaml(const QByteArray &source, BlockVisitor &visitor,
                                  const ParseLimits &limits = {});

} // namespace archivesmp::config
