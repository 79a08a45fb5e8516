// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

namespace archivesmp::tests {

// Writes down every fsync of this program while it lives; one at a time.
class SyncWatch final
{
    Q_DISABLE_COPY_MOVE(SyncWatch)

public:
    SyncWatch();
    ~SyncWatch();

    [[nodiscard]] QList<bool> folders() const; // in their order: whether it was of a folder
};

} // namespace archivesmp::tests
