// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

namespace archivesmp::config {

// HOCON as far as plugins' files use it: JSON with comments and without most of its commas, quotes and
// outermost braces; dotted keys, `key { }`, texts without quotes and in three of them, values that are
// joined, `+=`. A map that comes again is added to, another value that comes again counts as it comes last
// and is a problem. Substitutions and includes are UnsupportedFormat, at their place.
[[nodiscard]] Result<ConfigDocument> parseHocon(const QByteArray &source, const ParseLimits &limits);

} // namespace archivesmp::config
