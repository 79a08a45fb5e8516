// SPDX-License-Identifier: GPL-3.0-or-later
// What a fix may change in a file: the bytes of one value and no other.
#pragma once

#include "tests/integration/demofleet.h"

namespace archivesmp::tests {

// A finding of a plain value that can be written, and that stands in its file as it is shown; empty where
// there is none.
[[nodiscard]] QJsonObject plainFinding(const DemoFleet &fleet);

[[nodiscard]] QString fileOf(const DemoFleet &fleet, const QJsonObject &finding);

// Empty where `after` is `before` with the old value's bytes replaced by the new value's and nothing else;
// otherwise both as they differ.
[[nodiscard]] QString changeBeyondValue(const QByteArray &before, const QByteArray &after,
                                        const QByteArray &oldValue, const QByteArray &newValue);
[[nodiscard]] QString changeBeyondValue(const QByteArray &before, const QByteArray &after,
                                        const QJsonObject &finding);

} // namespace archivesmp::tests
