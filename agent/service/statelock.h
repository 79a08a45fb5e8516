// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QString>

namespace archivesmp::agent::service {

// Holds the state folder for one agent process: two of them would each believe that the journal is theirs.
// The lock goes with the process, however it ends.
class StateLock final
{
public:
    // Makes the folder (mode 0700) where it is absent. Busy where another process holds it.
    [[nodiscard]] static Result<StateLock> take(const QString &stateFolder);

    StateLock(StateLock &&other) noexcept;
    StateLock &operator=(StateLock &&other) noexcept;
    StateLock(const StateLock &) = delete;
    StateLock &operator=(const StateLock &) = delete;
    ~StateLock();

private:
    explicit StateLock(int fd)
        : _fd(fd)
    { }

    int _fd = -1;
};

} // namespace archivesmp::agent::service
