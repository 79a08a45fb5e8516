// SPDX-License-Identifier: GPL-3.0-or-later
// The spelling of keys and values in .properties.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace archivesmp::config {

enum class PropertiesEncoding { Utf8, Latin1 };

// UTF-8 unless the bytes cannot be that.
[[nodiscard]] PropertiesEncoding encodingOfProperties(QByteArrayView source);

// Escapes, continued lines and Latin-1 resolved into UTF-8; nothing where an escape is broken.
[[nodiscard]] std::optional<QByteArray> decodedProperty(QByteArrayView raw, PropertiesEncoding encoding);

// Latin-1 or UTF-8 to UTF-8, all else as it is written.
[[nodiscard]] QByteArray rawProperty(QByteArrayView raw, PropertiesEncoding encoding);

enum class PropertyPart { Key, Value };

// A spelling that reads back as the text. Characters beyond ASCII stay as they are where the file has some
// already, and are escaped otherwise, because servers before 1.20 read Latin-1.
[[nodiscard]] QByteArray encodedProperty(QByteArrayView text, PropertyPart part, PropertiesEncoding encoding,
                                         bool keepNonAscii);

} // namespace archivesmp::config
