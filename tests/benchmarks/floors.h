// SPDX-License-Identifier: GPL-3.0-or-later
// What no scan can be faster than, done as cheaply as the system allows.
#pragma once

#include <QtGlobal>

namespace archivesmp::tests {

// Steps through the tree by folder descriptors and stats every entry; returns how many there were.
[[nodiscard]] qint64 walkAndStat(const char *root);

enum class Hashing { None, Xxh3 };

// Reads every configuration file below the root into one buffer, and the JARs too where they are asked for;
// returns how many bytes they have.
enum class Files { Configurations, WithJars };
[[nodiscard]] qint64 readAll(const char *root, Hashing hashing, Files files = Files::Configurations);

} // namespace archivesmp::tests
