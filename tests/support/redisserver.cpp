// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/redisserver.h"

#include "tests/support/swiftserver.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

namespace {

const QByteArray users = "user default off\n"
                         "user host on >host-secret ~* &* +@all\n"
                         "user agent on >agent-secret resetchannels ~archivesmp:jobs:ovh "
                         "~archivesmp:jobs:broadcast -@all +auth +ping +select +xreadgroup +xack +xautoclaim "
                         "+xpending\n"
                         "user observer on >observer-secret resetchannels &archivesmp:results:* -@all +auth "
                         "+subscribe\n";

bool written(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace

bool RedisServer::prepare()
{
    if (_port != 0)
        return true;
    if (QStandardPaths::findExecutable(u"redis-server"_s).isEmpty()) {
        _problem = u"redis-server is not installed; install the package redis-server"_s;
        return false;
    }
    _authority = makeTestCertificate(_folder.path(), {u"redis-authority"_s, {}, {}, true});
    _certificate = makeTestCertificate(_folder.path(), {u"redis"_s}, _authority);
    _port = freePort();
    if (_authority.certificate.isEmpty() || _certificate.certificate.isEmpty()
        || !written(_folder.filePath(u"users.acl"_s), users) || !QDir(_folder.path()).mkpath(u"kept"_s)) {
        _problem = u"cannot prepare the folder of redis-server"_s;
        return false;
    }
    return true;
}

bool RedisServer::start()
{
    if (!prepare())
        return false;
    _process = std::make_unique<Program>(u"redis-server"_s,
                                         QStringList{u"--bind"_s,
                                                     u"127.0.0.1"_s,
                                                     u"--port"_s,
                                                     u"0"_s,
                                                     u"--tls-port"_s,
                                                     QString::number(_port),
                                                     u"--tls-cert-file"_s,
                                                     _certificate.certificate,
                                                     u"--tls-key-file"_s,
                                                     _certificate.key,
                                                     u"--tls-ca-cert-file"_s,
                                                     _authority.certificate,
                                                     u"--tls-auth-clients"_s,
                                                     u"no"_s,
                                                     u"--aclfile"_s,
                                                     _folder.filePath(u"users.acl"_s),
                                                     u"--dir"_s,
                                                     _folder.filePath(u"kept"_s),
                                                     u"--appendonly"_s,
                                                     u"yes"_s,
                                                     u"--save"_s,
                                                     QString(),
                                                     u"--daemonize"_s,
                                                     u"no"_s});
    if (_process->start() && _process->waitForLine(u"Ready to accept connections"_s).hasMatch())
        return true;
    _problem = _process->description();
    return false;
}

void RedisServer::stop()
{
    if (_process != nullptr)
        _process->kill();
}

void RedisServer::empty()
{
    QDir kept(_folder.filePath(u"kept"_s));
    kept.removeRecursively();
    QDir(_folder.path()).mkpath(u"kept"_s);
}

std::unique_ptr<Program> RedisServer::client(const QString &user, const QByteArray &password,
                                             const QStringList &words) const
{
    auto client
        = std::make_unique<Program>(u"redis-cli"_s,
                                    QStringList{u"--tls"_s, u"--cacert"_s, ca(), u"-h"_s, u"127.0.0.1"_s,
                                                u"-p"_s, QString::number(_port), u"--user"_s, user}
                                        + words);
    client->setEnvironment(u"REDISCLI_AUTH"_s, QString::fromLatin1(password));
    return client;
}

QByteArray RedisServer::command(const QStringList &words)
{
    const auto asking = client(u"host"_s, hostPassword(), words);
    if (!asking->start() || asking->waitForExit() < 0)
        return {};
    return asking->standardOutput().trimmed();
}

std::unique_ptr<Program> RedisServer::subscribe(const QStringList &channels)
{
    auto listener = client(u"observer"_s, "observer-secret", QStringList{u"SUBSCRIBE"_s} + channels);
    // It names each channel and how many they are by then.
    if (!listener->start()
        || !listener->waitForLine(u"^%1\n%2$"_s.arg(channels.last()).arg(channels.size())).hasMatch())
        return nullptr;
    return listener;
}

} // namespace archivesmp::tests
