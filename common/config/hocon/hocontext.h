// SPDX-License-Identifier: GPL-3.0-or-later
// HOCON's spelling of texts and numbers.
#pragma once

#include "common/config/documentbuilder.h"
#include "common/config/hocon/hoconcursor.h"

namespace archivesmp::config {

// Integer or Real as Java's parsers of Long and Double see them; otherwise Text.
[[nodiscard]] Value::Type typeOfHoconNumber(QByteArrayView text);

// A text in quotes, decoded; it stays as long as the document.
[[nodiscard]] Result<QByteArrayView> takeHoconText(HoconCursor &cursor, ConfigDocument::Builder &builder);

} // namespace archivesmp::config
