// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/commands/command.h"

namespace archivesmp::agent::commands {

using namespace Qt::StringLiterals;

int checkConfig(const QStringList &arguments)
{
    CommandLine line(u"check-config"_s,
                     u"reads the configuration and names everything that is wrong with it."_s);
    line.process(arguments);
    const std::optional<settings::AgentSettings> settings = line.loadSettingsAloud();
    if (!settings)
        return exitConfiguration;
    const auto engine = [](bool configured, const QString &name, const QString &embedded) {
        return configured ? name : embedded;
    };
    print(u"%1: fine. %2 of %3; storage: %4; delivery: %5; artifacts: %6"_s.arg(
        line.configFile(), domain::nameOf(settings->role), settings->physicalServer,
        engine(settings->mariadb.has_value(), u"MariaDB"_s, u"SQLite"_s),
        engine(settings->redis.has_value(), u"Redis"_s, u"long poll"_s),
        engine(settings->minio.has_value(), u"S3"_s, u"folder"_s)));
    if (settings->allowInsecure)
        print(u"warning: allow_insecure is set: secrets may cross the network in clear"_s);
    return exitOk;
}

} // namespace archivesmp::agent::commands
