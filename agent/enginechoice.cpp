// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/enginechoice.h"

namespace archivesmp::agent {

using namespace Qt::StringLiterals;

storage::DatabaseOptions databaseOptions(const settings::AgentSettings &settings)
{
    storage::DatabaseOptions options;
    if (!settings.mariadb) {
        options.file = settings.stateFolder + u"/archivesmp.sqlite"_s;
        return options;
    }
    options.dialect = storage::Dialect::MariaDb;
    options.host = settings.mariadb->host;
    options.port = settings.mariadb->port;
    options.name = settings.mariadb->database;
    options.username = settings.mariadb->username;
    options.password = settings.mariadb->password;
    options.tlsCa = settings.mariadb->tlsCa;
    return options;
}

} // namespace archivesmp::agent
