// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"
#include "common/core/keypath.h"

#include <QByteArrayView>

namespace archivesmp::drift {

// Finds what a dotted text names in a document whose keys may hold dots themselves: "blockChanceMap.101.01"
// is found below blockChanceMap whether the key is "101.01" or 101 with 01 in it. Keys without dots are tried
// first. noNode where nothing fits whole.
[[nodiscard]] config::ConfigDocument::NodeIndex findDotted(const config::ConfigDocument &document,
                                                           config::ConfigDocument::NodeIndex from,
                                                           QByteArrayView dotted);

// The keys of a text in which every dot parts two keys.
[[nodiscard]] KeyPath splitDotted(QByteArrayView dotted);

// Where a dotted text that is missing would belong: below the deepest map that is there already.
[[nodiscard]] KeyPath placeForMissing(const config::ConfigDocument &document, QByteArrayView dotted);

} // namespace archivesmp::drift
