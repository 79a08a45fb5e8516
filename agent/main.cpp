// SPDX-License-Identifier: GPL-3.0-or-later
// archivesmp-agent: one per physical server, headless. Picks the command; "run" is the service itself.
#include "agent/commands/command.h"
#include "common/core/clock.h"
#include "common/core/logging.h"

#include <QCoreApplication>

#include <array>

namespace {

using namespace Qt::StringLiterals;
using namespace archivesmp;
using namespace archivesmp::agent::commands;

const std::array commandTable{
    Command{u"run"_s, u"work as the agent of this server (the default)"_s, runAgent},
    Command{u"check-config"_s, u"name everything that is wrong with the configuration"_s, checkConfig},
    Command{u"encrypt"_s, u"seal a secret for the configuration"_s, encrypt},
    Command{u"key"_s, u"create, list or revoke the keys of people and agents (host)"_s, key},
    Command{u"pin"_s, u"print the SHA-256 of this agent's certificate"_s, pin},
    Command{u"migrate"_s, u"bring the database's schema up to date (host)"_s, migrate},
};

void printUsage()
{
    print(u"usage: archivesmp-agent [COMMAND] --config FILE [OPTION]…\n"_s);
    for (const Command &command : commandTable)
        print(u"  %1 %2"_s.arg(command.name, -14).arg(command.summary));
    print(u"\narchivesmp-agent COMMAND --help tells more; --version prints the version."_s);
}

} // namespace

int main(int argc, char **argv)
{
    keepTimeZone();
    // systemd's journal adds the time itself.
    installLogging(qEnvironmentVariableIsSet("JOURNAL_STREAM") ? LogTime::Hidden : LogTime::Shown);
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"archivesmp-agent"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ARCHIVESMP_VERSION));

    QStringList arguments = QCoreApplication::arguments();
    const QString first = arguments.value(1);
    if (first == "--version"_L1 || first == "-v"_L1) {
        print(u"archivesmp-agent "_s + QCoreApplication::applicationVersion());
        return exitOk;
    }
    if (first == "--help"_L1 || first == "-h"_L1 || first == "help"_L1) {
        printUsage();
        return exitOk;
    }
    QString word = u"run"_s;
    if (!first.isEmpty() && !first.startsWith(u'-'))
        word = arguments.takeAt(1);
    for (const Command &command : commandTable) {
        if (command.name == word)
            return command.run(arguments);
    }
    printUsage();
    return fail(u"unknown command: "_s + word);
}
