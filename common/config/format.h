// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace archivesmp::config {

// How a configuration file is written.
enum class Format { Yaml, Json, Toml, Properties, Hocon, Unknown };

// By the ending: .yml .yaml .json .json5 .toml .properties .conf, in any case; everything else is Unknown.
[[nodiscard]] Format formatOfFile(QStringView fileName);

[[nodiscard]] QString nameOf(Format format); // "YAML", "JSON", …

} // namespace archivesmp::config
