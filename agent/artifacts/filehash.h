// SPDX-License-Identifier: GPL-3.0-or-later
// Files whose content is known by its hash. Blocking: for worker threads.
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QString>

namespace archivesmp::agent::artifacts {

// SHA-256 of the file's bytes, 32 bytes.
[[nodiscard]] Result<QByteArray> hashOfFile(const QString &path);

// Corrupt, naming both hashes, where the file holds something else.
[[nodiscard]] Result<void> checkFile(const QString &path, const QByteArray &sha256);

// Copies `from` to `to` (mode 0600) so that `to` is there whole and on the disk, or not at all; what is
// copied is checked against the hash. The folder of `to` must exist.
[[nodiscard]] Result<void> copyChecked(const QString &from, const QString &to, const QByteArray &sha256);

} // namespace archivesmp::agent::artifacts
