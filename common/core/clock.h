// SPDX-License-Identifier: GPL-3.0-or-later
// The time, as something that a test can set.
#pragma once

#include <QDateTime>

#include <chrono>

namespace archivesmp {

class Clock
{
public:
    virtual ~Clock() = default;

    // Wall time in UTC with milliseconds: for people and for records, never for deciding a lease.
    [[nodiscard]] virtual QDateTime now() const = 0;

    // Time since an arbitrary start that no one can set back and that goes on while the machine sleeps.
    [[nodiscard]] virtual std::chrono::milliseconds uptime() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override;
    [[nodiscard]] std::chrono::milliseconds uptime() const override;
};

// To be called before there are threads: from now on the system's time zone is taken as it is. glibc
// otherwise asks the file system whether it has changed whenever a local time is made, and libzip makes one
// for every entry of every JAR: with that, opening one of 2,000 entries takes more than twice as long.
void keepTimeZone();

} // namespace archivesmp
