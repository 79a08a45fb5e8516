// SPDX-License-Identifier: GPL-3.0-or-later
// JSON's spelling of texts and numbers.
#pragma once

#include "common/core/value.h"

#include <QString>

#include <tl/expected.hpp>

#include <optional>

namespace archivesmp::config {

struct BadEscape
{
    qsizetype offset = 0; // of the backslash
    QString message;
};

// What stands between the quotes, decoded. A NUL and half a surrogate pair are refused. A quote may be
// escaped, which for single ones is no escape of JSON.
[[nodiscard]] tl::expected<QByteArray, BadEscape> decodedJsonString(QByteArrayView text, char quote = '"');

// With its quotes.
[[nodiscard]] QByteArray jsonString(QByteArrayView text);

// Integer or Real; nothing where it is no JSON number.
[[nodiscard]] std::optional<Value::Type> typeOfJsonNumber(QByteArrayView text);

// An Integer beyond 64 bits gives a Text, a Real beyond a double gives an infinity.
[[nodiscard]] Value valueOfJsonNumber(QByteArrayView text, Value::Type type);

} // namespace archivesmp::config
