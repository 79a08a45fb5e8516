// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/enginechoice.h"

#include <QHostAddress>
#include <QSysInfo>

#include <algorithm>

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

redis::RedisServer redisServer(const settings::AgentSettings &settings)
{
    redis::RedisServer server;
    server.host = settings.redis->host;
    server.port = settings.redis->port;
    server.database = settings.redis->database;
    server.tls = settings.redis->tls;
    server.ca = settings.redis->ca;
    server.username = settings.redis->username;
    server.password = settings.redis->password;
    server.prefix = settings.redis->prefix;
    // Open to everybody on another machine is open to the Internet.
    server.insistOnPassword = !settings.allowInsecure && settings.redis->host != "localhost"_L1
        && !QHostAddress(settings.redis->host).isLoopback();
    return server;
}

QString artifactUrl(const settings::AgentSettings &settings, int port)
{
    const QString path = u"/api/artifacts/"_s;
    if (port == 0)
        return path;
    const auto own = std::find_if(
        settings.servers.begin(), settings.servers.end(),
        [&](const settings::ConfiguredServer &server) { return server.name == settings.physicalServer; });
    QString host = own != settings.servers.end() ? own->ipAddress : QString();
    if (host.isEmpty())
        host = settings.bindAddress;
    if (host.isEmpty() || host == "0.0.0.0"_L1 || host == "::"_L1)
        host = QSysInfo::machineHostName();
    QUrl url;
    url.setScheme(u"https"_s);
    url.setHost(host);
    url.setPort(port);
    url.setPath(path);
    return url.toString();
}

} // namespace archivesmp::agent
