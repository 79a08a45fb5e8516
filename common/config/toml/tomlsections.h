// SPDX-License-Identifier: GPL-3.0-or-later
// Sections of a TOML document that is to be changed in place: "[a]", "[[a]]" and what dotted keys make.
#pragma once

#include "common/config/edit/layout.h"
#include "common/config/edit/patch.h"

namespace archivesmp::config {

// As a header names it: without the numbers of items.
[[nodiscard]] QList<QByteArray> sectionName(const ConfigDocument &document, ConfigDocument::NodeIndex node);
[[nodiscard]] QByteArray sectionHeader(const ConfigDocument &document, ConfigDocument::NodeIndex node);

// From the begin of the header's line, or that of the first dotted key, to the end of the last value's,
// without its line break. What is written in several places has others' lines in between.
[[nodiscard]] Span linesOfSection(const ConfigDocument &document, ConfigDocument::NodeIndex node);
[[nodiscard]] Patch withoutSection(const ConfigDocument &document, ConfigDocument::NodeIndex node);

// A map's entries, each on a line of its own behind a line break.
[[nodiscard]] Result<QByteArray> sectionEntries(const Value &map, const QByteArray &lineBreak);

// Two patches of the same source as one; none where they overlap.
[[nodiscard]] QList<Patch> joined(QByteArrayView source, const Patch &one, const Patch &other);

} // namespace archivesmp::config
