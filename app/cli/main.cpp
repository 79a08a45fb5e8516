// SPDX-License-Identifier: GPL-3.0-or-later
// archivesmpctl: the admin's command line.
#include "app/cli/command.h"
#include "app/cli/commandline.h"
#include "common/core/clock.h"

#include <QCoreApplication>

#include <algorithm>

using namespace archivesmp;
using namespace archivesmp::app::cli;
using namespace Qt::StringLiterals;

namespace {

QString overview()
{
    QString text = u"Usage: archivesmpctl [--json] [--profile NAME | --url wss://HOST:PORT --api-key-file "
                   u"FILE [--pin SHA256]]\n"
                   "                     COMMAND [arguments]\n\nCommands:\n"_s;
    for (const Command &command : commands())
        text += u"  "_s + QString(command.name).leftJustified(14) + command.summary + u'\n';
    return text
        + u"\narchivesmpctl COMMAND --help tells more, --version prints the version. Exit status: 0 all well, 1 an error, 2 drift or a failed\njob was found.\n"_s;
}

// What all commands share may stand before the command too: it goes to the others behind it.
std::pair<QString, QStringList> splitAtCommand(const QStringList &arguments)
{
    QStringList before;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &word = arguments.at(i);
        if (!word.startsWith(u'-'))
            return {word, before + arguments.sliced(i + 1)};
        before.append(word);
        const bool takesValue
            = word == u"--url" || word == u"--api-key-file" || word == u"--pin" || word == u"--profile";
        if (takesValue && i + 1 < arguments.size())
            before.append(arguments.at(++i));
    }
    return {{}, before};
}

bool isVersionOption(const QString &word)
{
    return word == u"--version" || word == u"-v";
}

ExitStatus printVersion()
{
    print(u"archivesmpctl "_s + QCoreApplication::applicationVersion() + u'\n');
    return ExitStatus::Well;
}

ExitStatus runCommand(const QStringList &arguments)
{
    if (arguments.isEmpty() || arguments.first() == u"--help" || arguments.first() == u"-h") {
        print(overview());
        return arguments.isEmpty() ? ExitStatus::Failed : ExitStatus::Well;
    }
    if (isVersionOption(arguments.first()))
        return printVersion();
    const auto [name, rest] = splitAtCommand(arguments);
    const auto command
        = std::find_if(commands().begin(), commands().end(),
                       [&wanted = name](const Command &candidate) { return candidate.name == wanted; });
    if (command == commands().end())
        return fail({ErrorCode::InvalidArgument,
                     u"unknown command "_s + name,
                     {},
                     0,
                     0,
                     {},
                     u"see archivesmpctl --help"_s});
    // A plan has an option of that name, with a value.
    if (!rest.isEmpty() && isVersionOption(rest.last()) && (rest.size() == 1 || name != u"plan"))
        return printVersion();
    return command->run(rest);
}

} // namespace

int main(int argc, char **argv)
{
    keepTimeZone();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"archivesmpctl"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ARCHIVESMP_VERSION));
    return static_cast<int>(runCommand(QCoreApplication::arguments().sliced(1)));
}
