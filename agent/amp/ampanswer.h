// SPDX-License-Identifier: GPL-3.0-or-later
// What an answer of AMP's web API means, whatever version gave it.
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QJsonValue>

namespace archivesmp::agent::amp {

// The value of an answer: unwrapped where an old AMP wrapped it in "result", null where a method has none
// (an empty body, null and {} all mean success there). Faults come with HTTP 200 and are told by their Title.
// Errors: Unauthenticated means that the session is lost, PermissionDenied names the node that is missing,
// Unavailable an instance that is down, NotFound an unknown one, Conflict another refusal with AMP's reason,
// Busy that requests come too fast, InvalidInput what is not AMP's at all.
[[nodiscard]] Result<QJsonValue> readAnswer(int httpStatus, const QByteArray &body);

} // namespace archivesmp::agent::amp
