// SPDX-License-Identifier: GPL-3.0-or-later
// What is inside AMP's answers, read leniently: unknown members are ignored, missing ones take their default,
// numbers may come as texts, unknown states are Unknown.
#pragma once

#include "agent/instances/amppanel.h"

#include <QJsonValue>

namespace archivesmp::agent::amp {

// ADSModule/GetInstances. Leaves out the controller and what has no usable name.
[[nodiscard]] Result<QList<instances::AmpInstance>> readInstances(const QJsonValue &answer);

// Core/GetStatus.
[[nodiscard]] Result<instances::AmpStatus> readStatus(const QJsonValue &answer);

// The console lines of Core/GetUpdates.
[[nodiscard]] Result<QList<instances::ConsoleLine>> readConsole(const QJsonValue &answer);

// AMP's number for an application's state. Going to sleep and asleep are Unknown and not Stopped: versions
// disagree about these numbers, so that neither says for sure that the files are free.
[[nodiscard]] domain::InstanceState stateOf(int ampState);

// "/Date(ms)/" up to 2.5, ISO 8601 since; invalid where it is neither.
[[nodiscard]] QDateTime readDate(const QJsonValue &value);

// "d:hh:mm:ss", "hh:mm:ss" or .NET's "d.hh:mm:ss.fffffff"; 0 where it is none of them.
[[nodiscard]] std::chrono::seconds readUptime(const QString &text);

} // namespace archivesmp::agent::amp
