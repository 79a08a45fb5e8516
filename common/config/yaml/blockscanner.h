// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

#include <optional>

namespace archivesmp::config {

// The YAML that nearly every plugin file is written in, read in one pass, several times as fast as libyaml:
// block maps and lists of scalars in one line, plain or quoted, and flow lists of scalars. Whatever is
// outside of that, or wrong, gives nothing, and libyaml decides; where it gives a document, that is the one
// that libyaml gives, places included. The text must have passed checkText().
[[nodiscard]] std::optional<ConfigDocument> scanBlockYaml(const QByteArray &source,
                                                          const ParseLimits &limits);

} // namespace archivesmp::config
