// SPDX-License-Identifier: GPL-3.0-or-later
// Lists whose order means nothing.
#pragma once

#include "common/drift/valuecomparison.h"

namespace archivesmp::drift {

// The same elements, each as often.
[[nodiscard]] Match compareAsSets(const config::ConfigDocument &document,
                                  config::ConfigDocument::NodeIndex list, const ValueList &expected);

// Maps that have the same value at `key` are the same thing, and are compared with each other. Different
// where an element has no name or two have the same.
[[nodiscard]] Match compareByKey(const config::ConfigDocument &document,
                                 config::ConfigDocument::NodeIndex list, const ValueList &expected,
                                 const QByteArray &key, const ListRules *lists);

} // namespace archivesmp::drift
