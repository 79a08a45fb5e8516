// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/task.h"

#include <QEventLoop>
#include <QTimer>

#include <chrono>
#include <optional>

namespace archivesmp::tests {

// Runs the event loop until the task has its value; a task that hangs ends the test program.
template <typename T>
[[nodiscard]] T valueOf(Task<T> task, std::chrono::milliseconds limit = std::chrono::seconds(20))
{
    QEventLoop loop;
    std::optional<T> value;
    task.start([&](T result) {
        value = std::move(result);
        loop.quit();
    });
    QTimer::singleShot(limit, &loop, &QEventLoop::quit);
    if (!value)
        loop.exec();
    if (!value)
        qFatal("a task did not end in time");
    return *value;
}

} // namespace archivesmp::tests
