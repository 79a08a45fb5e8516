// SPDX-License-Identifier: GPL-3.0-or-later
// What is fuzzed: functions that take any bytes and abort where a promise is broken.
#pragma once

#include <QByteArray>

#include <span>

namespace archivesmp::tests {

struct FuzzTarget
{
    const char *name;
    void (*run)(const QByteArray &input);
};

[[nodiscard]] std::span<const FuzzTarget> fuzzTargets();

} // namespace archivesmp::tests
