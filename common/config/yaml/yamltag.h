// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

#include <optional>

namespace archivesmp::config {

// A tag decides where it is one of YAML's own; the tags that a plugin teaches its reader leave a text.
// Nothing where the text is none of what the tag says ("!!int x"), which SnakeYAML refuses. `tag` is the
// whole name.
[[nodiscard]] std::optional<Value::Type> typeOfTagged(QByteArrayView tag, QByteArrayView text,
                                                      ConfigDocument::Style style);

// Whether a map or a list may have the tag.
[[nodiscard]] bool fitsCollection(QByteArrayView tag, Value::Type collection);

} // namespace archivesmp::config
