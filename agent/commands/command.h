// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/settings/agentsettings.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <optional>

namespace archivesmp::agent::commands {

// Exit statuses. 78 is EX_CONFIG: systemd does not restart a service that ends with it.
inline constexpr int exitOk = 0;
inline constexpr int exitFailed = 1;
inline constexpr int exitConfiguration = 78;

// One word after the program's name. `arguments` begin with the program's name and hold what follows the
// word.
struct Command
{
    QString name;
    QString summary;
    int (*run)(const QStringList &arguments) = nullptr;
};

[[nodiscard]] int runAgent(const QStringList &arguments);
[[nodiscard]] int checkConfig(const QStringList &arguments);
[[nodiscard]] int encrypt(const QStringList &arguments);
[[nodiscard]] int key(const QStringList &arguments);
[[nodiscard]] int migrate(const QStringList &arguments);
[[nodiscard]] int pin(const QStringList &arguments);

// Prints "error: …" on standard error and returns exitFailed.
int fail(const QString &message);
void warn(const QString &message); // "warning: …"
void print(const QString &line);   // on standard output

// The parser of one command with --config, --help, --version and the command's own options.
class CommandLine final
{
public:
    CommandLine(const QString &command, const QString &description);

    QCommandLineParser &parser() { return _parser; }

    // Ends the program by itself for --help and --version, and for options that do not exist.
    void process(const QStringList &arguments) { _parser.process(arguments); }
    [[nodiscard]] QString configFile() const;

    // Prints everything that is wrong and gives nullopt where the settings cannot be used.
    [[nodiscard]] std::optional<settings::AgentSettings> loadSettings() const;
    // The same, and prints on standard error what is right but does less than one may think.
    [[nodiscard]] std::optional<settings::AgentSettings> loadSettingsAloud() const;

private:
    QCommandLineParser _parser;
};

} // namespace archivesmp::agent::commands
