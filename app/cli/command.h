// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QList>
#include <QStringList>

#include <functional>

namespace archivesmp::app::cli {

// What a script sees of a command's end.
enum class ExitStatus {
    Well = 0,
    Failed = 1, // one line on stderr says what, where and what to do
    Found = 2,  // drift, or a failed job
};

// One word after "archivesmpctl". `run` gets the arguments after it.
struct Command
{
    QLatin1StringView name;
    QLatin1StringView summary;
    std::function<ExitStatus(const QStringList &arguments)> run;
};

// All of them, in the order in which the help lists them.
[[nodiscard]] const QList<Command> &commands();

} // namespace archivesmp::app::cli
