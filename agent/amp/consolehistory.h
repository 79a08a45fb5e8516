// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/amppanel.h"

#include <QList>

namespace archivesmp::agent::amp {

// Tells the lines that are new from those that AMP repeats: every session is first given about forty old
// lines.
class ConsoleHistory final
{
public:
    // Takes what the login's session gave and returns what was not seen before. The first question of all
    // only sets the mark and returns nothing.
    [[nodiscard]] QList<instances::ConsoleLine> newOf(const QList<instances::ConsoleLine> &lines, int login);

private:
    QList<instances::ConsoleLine> _seen; // the last ones, oldest first
    int _login = 0;                      // whose session answered last; logins count from 1
};

} // namespace archivesmp::agent::amp
