// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace archivesmp::tests {

// A YAML document, and behind it twelve bytes that say what is changed in it. What the document holds is
// expected; then the quick look at the changed one must find what the comparison finds, or leave it to that.
void fuzzDrift(const QByteArray &input);

} // namespace archivesmp::tests
