// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

namespace archivesmp::config {

// JSON as RFC 8259 has it; with JsonDialect::Lenient also comments and a comma after the last member, as Gson
// lets plugins write them. A number that neither 64 bits nor a double can hold is refused, never rounded.
[[nodiscard]] Result<ConfigDocument> parseJson(const QByteArray &source, const ParseLimits &limits);

} // namespace archivesmp::config
