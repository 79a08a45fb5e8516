// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/failpoint.h"

#ifdef ARCHIVESMP_FAILPOINTS

#include <QByteArray>

#include <algorithm>
#include <csignal>
#include <unistd.h>

namespace archivesmp::agent::deployments {

void failpoint(QLatin1StringView name)
{
    Q_ASSERT_X(std::find(failpoints.begin(), failpoints.end(), name) != failpoints.end(), "failpoint",
               "not in the list");
    static const QByteArray wanted = qgetenv("ARCHIVESMP_FAILPOINT");
    if (wanted == QByteArray(name.data(), name.size()) + ":kill")
        ::kill(::getpid(), SIGKILL);
}

} // namespace archivesmp::agent::deployments

#endif
