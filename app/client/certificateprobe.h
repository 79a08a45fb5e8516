// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QFuture>
#include <QUrl>

#include <chrono>

namespace archivesmp::app::client {

// The SHA-256 (32 bytes) of the certificate that answers at the address, so that a person can compare it with
// what the agent's own "pin" command prints. Nothing is sent but the TLS handshake; nothing is trusted by it.
[[nodiscard]] QFuture<Result<QByteArray>> askCertificate(const QUrl &url, std::chrono::milliseconds timeout);

} // namespace archivesmp::app::client
