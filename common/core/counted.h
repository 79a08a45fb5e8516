// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace archivesmp {

// "1 finding", "3 findings": for texts that are not translated (logs, results of jobs, the command line).
[[nodiscard]] inline QString counted(qsizetype number, QStringView one, QStringView many)
{
    return QString::number(number) + u' ' + (number == 1 ? one : many);
}

} // namespace archivesmp
