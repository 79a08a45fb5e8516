// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

namespace archivesmp::config {

// A flat map of texts, read as java.util.Properties does: "=", ":" or blanks after the key, escapes,
// continued lines. Bytes that are not UTF-8 as a whole are Latin-1. A text with a broken escape is kept as it
// is written.
[[nodiscard]] Result<ConfigDocument> parseProperties(const QByteArray &source, const ParseLimits &limits);

} // namespace archivesmp::config
