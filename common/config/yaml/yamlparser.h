// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

namespace archivesmp::config {

// YAML 1.1 within the limits: by the block scanner where it can, by libyaml's events otherwise.
[[nodiscard]] Result<ConfigDocument> parseYaml(const QByteArray &source, const ParseLimits &limits);

// By libyaml alone: the measure of the scanner, in correctness and in speed.
[[nodiscard]] Result<ConfigDocument> parseYamlByEvents(const QByteArray &source, const ParseLimits &limits);

} // namespace archivesmp::config
