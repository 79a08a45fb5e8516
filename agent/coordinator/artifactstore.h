// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QString>

namespace archivesmp::agent::coordinator {

// Content-addressed files: plugin JARs, backups, reports. Lives in the coordinator's thread; no call blocks.
class ArtifactStore
{
public:
    virtual ~ArtifactStore() = default;

    // Takes a copy of the file at `path`; the hash (32 bytes) is checked. Storing what is there already is no
    // error.
    [[nodiscard]] virtual QFuture<Result<void>> put(const QByteArray &sha256, const QString &path) = 0;

    // A local file with the content, checked; NotFound where the store has none.
    [[nodiscard]] virtual QFuture<Result<QString>> fetch(const QByteArray &sha256) = 0;

    [[nodiscard]] virtual QFuture<Result<bool>> contains(const QByteArray &sha256) = 0;

    // Nothing of it is left, in no cache either. Removing what is not there is no error.
    [[nodiscard]] virtual QFuture<Result<void>> remove(const QByteArray &sha256) = 0;
};

} // namespace archivesmp::agent::coordinator
