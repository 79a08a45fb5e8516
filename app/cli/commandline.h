// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands share: reading their arguments and printing.
#pragma once

#include "app/cli/command.h"

#include "common/core/error.h"

#include <QCommandLineParser>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace archivesmp::app::cli {

enum class Output { Text, Json };

// Reads the arguments of one command; --help and --json are added. Where there is nothing more to do (help
// was asked for, or an argument is wrong, which has been said) it gives the status to end with.
[[nodiscard]] std::optional<ExitStatus> readArguments(QCommandLineParser &parser, QLatin1StringView command,
                                                      const QStringList &arguments);
[[nodiscard]] Output outputOf(const QCommandLineParser &parser);

void print(const QString &text);
void printJson(const QJsonObject &document);

// One line on stderr.
ExitStatus fail(const Error &error);

} // namespace archivesmp::app::cli
