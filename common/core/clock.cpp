// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/clock.h"

#ifdef Q_OS_LINUX
#include <ctime>
#endif

namespace archivesmp {

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

std::chrono::milliseconds SystemClock::uptime() const
{
#ifdef Q_OS_LINUX
    // steady_clock stands still while a machine is suspended; a lease does not.
    timespec time{};
    if (clock_gettime(CLOCK_BOOTTIME, &time) == 0)
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
#endif
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

void keepTimeZone()
{
#ifdef Q_OS_LINUX
    if (!qEnvironmentVariableIsSet("TZ"))
        qputenv("TZ",
                ":/etc/localtime"); // glibc's own default, which it only looks up once where it is named
#endif
}

} // namespace archivesmp
