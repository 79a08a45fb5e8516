// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON that AMP gives for the things of this panel.
#pragma once

#include "tests/simulator/dialect.h"
#include "tests/simulator/instance.h"
#include "tests/simulator/tasks.h"

#include <QJsonArray>
#include <QJsonObject>

namespace archivesmp::ampsim {

[[nodiscard]] QString uptimeText(std::chrono::seconds uptime); // "d:hh:mm:ss"
[[nodiscard]] QJsonObject metricsOf(const Instance &instance, const Options &options);
[[nodiscard]] QJsonArray portsOf(const Instance &instance);
[[nodiscard]] QJsonObject statusOf(const Instance &instance, const Options &options);
[[nodiscard]] QJsonObject summaryOf(const Instance &instance, const Options &options, const Dialect &dialect);
[[nodiscard]] QJsonObject controllerSummary(const Dialect &dialect);
[[nodiscard]] QJsonArray consoleOf(const QList<ConsoleEntry> &entries, const Dialect &dialect);
[[nodiscard]] QJsonObject taskOf(const Task &task, const Dialect &dialect);
[[nodiscard]] QJsonObject moduleOf(const Instance *instance, const Options &options, const Dialect &dialect);

// The controller's own identity; stable, so that a client can be asked to filter it out.
[[nodiscard]] QString controllerId();

} // namespace archivesmp::ampsim
