// SPDX-License-Identifier: GPL-3.0-or-later
// How values and keys are written in TOML.
#pragma once

#include "common/core/result.h"
#include "common/core/value.h"

#include <QByteArray>
#include <QList>

namespace archivesmp::config {

[[nodiscard]] QByteArray tomlKey(QByteArrayView key); // in quotes where it needs them
[[nodiscard]] QByteArray dottedTomlKey(const QList<QByteArray> &keys);

// On one line, maps as inline tables. Unsupported: a null.
[[nodiscard]] Result<QByteArray> tomlText(const Value &value);

} // namespace archivesmp::config
