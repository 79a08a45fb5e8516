// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"
#include "common/core/value.h"

namespace archivesmp::drift {

// How an actual value stands to the expected one, from best to worst.
enum class Match {
    Same,
    OtherSpelling, // the same text as another sort of value: true and "true", 5 and "5"
    OtherSort,     // a list instead of a text, a text instead of a number, …
    Different,
};

// Compares by meaning: quoting, order of keys, 1 and 1.0 are no difference; lists are compared in order.
// A null is expected where null, ~ or nothing stands. In .properties the text form of the expected value
// counts.
[[nodiscard]] Match compare(const config::ConfigDocument &document, config::ConfigDocument::NodeIndex index,
                            const Value &expected);

} // namespace archivesmp::drift
