// SPDX-License-Identifier: GPL-3.0-or-later
// How the JSON files of an import are read: strictly, because nothing in them may be guessed or lost.
#pragma once

#include "common/config/configdocument.h"
#include "common/core/result.h"

namespace archivesmp::expectations {

// A whole fleet's expectations are large, as they are imported and as they are stored.
[[nodiscard]] config::ParseLimits expectationLimits();

// Refuses what is no JSON, keys that stand twice, U+0000 and a byte order mark, with their place.
[[nodiscard]] Result<config::ConfigDocument> parseImportJson(const QByteArray &json);

// What is wrong with this value of such a file, with its place and path.
[[nodiscard]] Error wrongAt(const config::ConfigDocument &document, config::ConfigDocument::NodeIndex index,
                            const QString &message, const QString &remedy);

} // namespace archivesmp::expectations
