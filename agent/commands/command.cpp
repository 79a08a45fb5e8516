// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/commands/command.h"

#include "agent/settings/settingsloader.h"

#include <QFile>

#include <cstdio>

namespace archivesmp::agent::commands {

using namespace Qt::StringLiterals;

namespace {

void write(std::FILE *stream, const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stream);
    std::fflush(stream);
}

} // namespace

int fail(const QString &message)
{
    write(stderr, u"error: "_s + message);
    return exitFailed;
}

void warn(const QString &message)
{
    write(stderr, u"warning: "_s + message);
}

void print(const QString &line)
{
    write(stdout, line);
}

CommandLine::CommandLine(const QString &command, const QString &description)
{
    _parser.setApplicationDescription(u"archivesmp-agent "_s + command + u": "_s + description);
    _parser.addHelpOption();
    _parser.addVersionOption();
    _parser.addOption({u"config"_s, u"The agent's configuration file."_s, u"FILE"_s,
                       u"/etc/archivesmp/host-config.yaml"_s});
}

QString CommandLine::configFile() const
{
    return _parser.value(u"config"_s);
}

std::optional<settings::AgentSettings> CommandLine::loadSettings() const
{
    auto settings = settings::loadSettings(configFile());
    if (settings)
        return std::move(*settings);
    for (const Error &error : settings.error())
        fail(describe(error));
    return std::nullopt;
}

std::optional<settings::AgentSettings> CommandLine::loadSettingsAloud() const
{
    std::optional<settings::AgentSettings> settings = loadSettings();
    if (settings) {
        for (const Error &warning : std::as_const(settings->warnings))
            warn(describe(warning));
    }
    return settings;
}

} // namespace archivesmp::agent::commands
