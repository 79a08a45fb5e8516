// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QByteArrayView>

#include <yaml.h>

namespace archivesmp::config {

// A quoted text that ends on another line than it begins: where one quote is missing, everything up to the
// next quote is swallowed, and the place of the error is not the place of the fault.
struct SpannedQuote
{
    size_t beginLine = 0; // libyaml counts from 0
    size_t beginColumn = 0;
    size_t endLine = 0; // equal to beginLine where there was none
};

// libyaml's own words, with what to do about the usual faults.
[[nodiscard]] Error yamlError(const yaml_parser_t &parser, QByteArrayView source, const SpannedQuote &quote);

} // namespace archivesmp::config
