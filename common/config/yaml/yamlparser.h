// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

namespace archivesmp::config {

// YAML 1.1 by libyaml's events: everything that libyaml reads, within the limits.
[[nodiscard]] Result<ConfigDocument> parseYaml(const QByteArray &source, const ParseLimits &limits);

} // namespace archivesmp::config
