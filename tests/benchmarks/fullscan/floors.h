// SPDX-License-Identifier: GPL-3.0-or-later
// What no scan can be faster than, done as cheaply as the system allows.
#pragma once

#include <QtGlobal>

namespace archivesmp::tests {

// Steps through the tree by folder descriptors and stats every entry; returns how many there were.
[[nodiscard]] qint64 walkAndStat(const char *root);

enum class Hashing { None, Xxh3 };

// Reads every configuration file below the root into one buffer; returns how many bytes they have.
[[nodiscard]] qint64 readAll(const char *root, Hashing hashing);

} // namespace archivesmp::tests
