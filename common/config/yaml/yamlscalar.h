// SPDX-License-Identifier: GPL-3.0-or-later
// What a plain YAML scalar means to SnakeYAML, the reader of the plugins.
#pragma once

#include "common/core/value.h"

#include <QByteArrayView>

namespace archivesmp::config {

// Null, Boolean, Integer, Real or Text. Dates are texts. So is a whole number beyond 64 bits: SnakeYAML would
// make it a BigInteger, and as a text nothing of it is lost.
[[nodiscard]] Value::Type typeOfPlainYaml(QByteArrayView text);

// The value of a text of that type; the spelling is kept in numbers.
[[nodiscard]] Value valueOfPlainYaml(QByteArrayView text, Value::Type type);

} // namespace archivesmp::config
