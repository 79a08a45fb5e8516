// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing our reading of a fixture with that of a plugin's reader, as tests/fixtures/config/refresh wrote
// it down.
#pragma once

#include "common/config/configdocument.h"

#include <QString>

namespace archivesmp::tests {

[[nodiscard]] QByteArray contentOf(const QString &path);

// A file of tests/fixtures/config; a text that says why where it cannot be read.
[[nodiscard]] Value jsonFixture(const QString &name);

// The same type, and the same value. {"!real": text} is a fraction as Java spells it, {"!big": text} a whole
// number beyond 64 bits, which is a text here.
[[nodiscard]] bool agrees(const Value &expected, const Value &actual);

// Whether a document is what the other reader saw, {"!error": true} where that refused it.
[[nodiscard]] bool isRead(const Result<config::ConfigDocument> &document, const Value &expected);

// Empty where a deliberate deviation is what deviations.json says, otherwise what is wrong.
[[nodiscard]] QString faultOfDeviation(const Result<config::ConfigDocument> &document, const Value &expected,
                                       const Value &deviation);

} // namespace archivesmp::tests
