// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace archivesmp::agent::coordinator {

// Who brought which artifact. The bytes are the ArtifactStore's.
class ArtifactIndex
{
public:
    virtual ~ArtifactIndex() = default;

    // Adding one that is there already changes nothing.
    [[nodiscard]] virtual Result<void> add(const QByteArray &sha256, qint64 size, const QString &by,
                                           const QDateTime &at)
        = 0;
    [[nodiscard]] virtual Result<bool> contains(const QByteArray &sha256) = 0;
    [[nodiscard]] virtual Result<void> remove(const QByteArray &sha256) = 0;
};

} // namespace archivesmp::agent::coordinator
