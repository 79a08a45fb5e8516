// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace archivesmp::agent::settings {

struct Place
{
    int line = 0; // both 1-based
    int column = 0;
};

// Where the first alias ("*x") or merge key ("<<") stands in YAML that can be read: a parsed value knows only
// where its anchor stands. Nothing where there is none.
[[nodiscard]] std::optional<Place> placeOfFirstAlias(const QByteArray &source);

} // namespace archivesmp::agent::settings
