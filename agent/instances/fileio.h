// SPDX-License-Identifier: GPL-3.0-or-later
// Whole reads, whole writes and hashes over open files.
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace archivesmp::agent::instances {

// From the current place to the end; LimitExceeded beyond `maxBytes`. `path` is for messages.
[[nodiscard]] Result<QByteArray> readAll(int file, qint64 maxBytes, const QString &path);
[[nodiscard]] Result<QByteArray> hashAll(int file, qint64 maxBytes, const QString &path);

// All bytes, or the Error; nothing is synced.
[[nodiscard]] Result<void> writeAll(int file, QByteArrayView bytes, const QString &path);
[[nodiscard]] Result<void> syncFile(int file, const QString &path);

// Writes `bytes` to a new file of the agent's own (mode 0600) in place of an old one: temporary file, fsync,
// rename, fsync of the folder.
[[nodiscard]] Result<void> writeOwnFile(const QString &absolutePath, const QByteArray &bytes);

[[nodiscard]] QString megabytes(qint64 bytes); // "12.3 MB"

} // namespace archivesmp::agent::instances
