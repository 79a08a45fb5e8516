// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"
#include "common/core/value.h"
#include "common/domain/rule.h"

#include <functional>

namespace archivesmp::drift {

// How an actual value stands to the expected one, from best to worst.
enum class Match {
    Same,
    OtherSpelling, // the same text as another sort of value: true and "true", 5 and "5"
    OtherSort,     // a list instead of a text, a text instead of a number, …
    Different,
};

// How one list is compared.
struct ListComparison
{
    domain::ListMode mode = domain::ListMode::Ordered;
    QByteArray key; // of Keyed: the member that names an element

    friend bool operator==(const ListComparison &, const ListComparison &) = default;
};

// Says it for the list at a node.
using ListRules = std::function<ListComparison(config::ConfigDocument::NodeIndex list)>;

// Compares by meaning: quoting, order of keys, 1 and 1.0 are no difference; lists are compared in order as
// long as `lists` does not say otherwise. Elements of a keyed list that have no name, or the same one, make
// it an ordered one. A null is expected where null, ~ or nothing stands. In .properties the text form of the
// expected value counts.
[[nodiscard]] Match compare(const config::ConfigDocument &document, config::ConfigDocument::NodeIndex index,
                            const Value &expected, const ListRules *lists = nullptr);

} // namespace archivesmp::drift
