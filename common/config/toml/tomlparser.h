// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

namespace archivesmp::config {

// TOML 1.0 by toml++. Dates are texts as they are written. A table with a header of its own is a Block whose
// place is that header; what is in it follows in the order of the file, and so do arrays of tables.
[[nodiscard]] Result<ConfigDocument> parseToml(const QByteArray &source, const ParseLimits &limits);

// The value of a number as it is written in TOML.
[[nodiscard]] Value valueOfTomlNumber(QByteArrayView text, Value::Type type);

} // namespace archivesmp::config
