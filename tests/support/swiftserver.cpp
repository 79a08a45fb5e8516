// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/swiftserver.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>

#include <sys/xattr.h>
#include <unistd.h>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto proxyPipeline = R"([pipeline:main]
pipeline = catch_errors cache s3api tempauth bulk slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
error_suppression_interval = 1
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
)";

QByteArray userName()
{
    return ::geteuid() == 0 ? QByteArray("root") : qgetenv("USER");
}

} // namespace

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

SwiftServer::~SwiftServer()
{
    stop();
}

bool SwiftServer::fail(const QString &problem)
{
    _problem = problem;
    return false;
}

bool SwiftServer::write(const QString &name, const QByteArray &content)
{
    QFile file(_folder.filePath(name));
    return (file.open(QIODevice::WriteOnly) && file.write(content) == content.size())
        || fail(u"cannot write "_s + file.fileName());
}

bool SwiftServer::makeRings(const QStringList &services, const QList<quint16> &ports)
{
    // One Python for all three: swift-ring-builder would start nine.
    const QString script = uR"(
import sys
from swift.common.ring import RingBuilder
for name, port in zip(sys.argv[2::2], sys.argv[3::2]):
    builder = RingBuilder(4, 1, 0)
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": int(port), "device": "d1", "weight": 1.0})
    builder.rebalance()
    builder.get_ring().save(sys.argv[1] + "/" + name + ".ring.gz")
)"_s;
    QStringList arguments{u"-c"_s, script, _folder.path()};
    for (qsizetype i = 0; i < services.size(); ++i)
        arguments << services.at(i) << QString::number(ports.at(i));
    Program program(u"/usr/bin/python3"_s, arguments);
    program.setEnvironment(u"SWIFT_CONF_DIR"_s, _folder.path());
    return (program.start() && program.waitForExit() == 0) || fail(program.description());
}

bool SwiftServer::startService(const QString &service, const QByteArray &configuration)
{
    const QString file = service + u".conf"_s;
    if (!write(file, configuration))
        return false;
    auto process = std::make_unique<Program>(u"/usr/bin/swift-"_s + service + u"-server"_s,
                                             QStringList{_folder.filePath(file)});
    process->setEnvironment(u"SWIFT_CONF_DIR"_s, _folder.path());
    if (!process->start())
        return fail(process->description());
    _processes.push_back(std::move(process));
    return true;
}

bool SwiftServer::waitUntilServing(quint16 port)
{
    const QDeadlineTimer deadline(30s);
    while (!deadline.hasExpired()) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        if (socket.waitForConnected(200)) {
            socket.write("GET / HTTP/1.0\r\n\r\n");
            if (socket.waitForReadyRead(2000) && socket.readAll().startsWith("HTTP/"))
                return true;
        }
        for (const auto &process : _processes) {
            if (!process->isRunning())
                return fail(process->description());
        }
        (void)_processes.front()->waitForLine(u"(?!)"_s, 0s);
    }
    return fail(u"Swift does not answer"_s);
}

bool SwiftServer::start()
{
    const QByteArray folder = QFile::encodeName(_folder.path());
    if (::setxattr(folder.constData(), "user.archivesmp", "1", 1, 0) != 0)
        return fail(
            u"the temporary folder's file system has no extended attributes, which Swift needs; set TMPDIR to one that has"_s);
    if (!QDir(_folder.path()).mkpath(u"devices/d1"_s)
        || !write(u"swift.conf"_s,
                  "[swift-hash]\nswift_hash_path_suffix = test\n[storage-policy:0]\nname = default\ndefault "
                  "= yes\n"))
        return false;
    const QByteArray common
        = "\nbind_ip = 127.0.0.1\nswift_dir = " + folder + "\nuser = " + userName() + "\nworkers = 0\n";
    const QStringList services{u"account"_s, u"container"_s, u"object"_s};
    const QList<quint16> ports{freePort(), freePort(), freePort()};
    if (!makeRings(services, ports))
        return false;
    for (qsizetype i = 0; i < services.size(); ++i) {
        const QString &service = services.at(i);
        const quint16 port = ports.at(i);
        const QByteArray name = service.toUtf8();
        if (!startService(service,
                          "[DEFAULT]" + common + "bind_port = " + QByteArray::number(port) + "\ndevices = "
                              + folder + "/devices\nmount_check = false\n[pipeline:main]\npipeline = " + name
                              + "-server\n[app:" + name + "-server]\nuse = egg:swift#" + name + '\n'))
            return false;
    }
    // A proxy that meets a service which is not up yet answers 503 and avoids it for a while.
    for (const quint16 port : ports) {
        if (!waitUntilServing(port))
            return false;
    }
    _port = freePort();
    return startService(u"proxy"_s,
                        "[DEFAULT]" + common + "bind_port = " + QByteArray::number(_port) + '\n'
                            + proxyPipeline)
        && waitUntilServing(_port);
}

void SwiftServer::stop()
{
    // Nothing of it is kept, and a graceful end takes two seconds each.
    for (const auto &process : _processes)
        process->kill();
    _processes.clear();
}

} // namespace archivesmp::tests
