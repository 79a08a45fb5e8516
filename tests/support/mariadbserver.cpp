// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mariadbserver.h"

#include "tests/support/swiftserver.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <pwd.h>
#include <unistd.h>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString programPath(const QString &name)
{
    const QString found = QStandardPaths::findExecutable(name);
    return found.isEmpty() ? QStandardPaths::findExecutable(name, {u"/usr/sbin"_s}) : found;
}

QString folderTemplate()
{
    const QString memory = u"/dev/shm"_s;
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + u"/archivesmp-mariadb-XXXXXX"_s;
}

// mariadbd refuses to be root by accident: the name has to be said.
QString userName()
{
    if (::geteuid() != 0) {
        const passwd *self = ::getpwuid(::geteuid());
        return self == nullptr ? QString() : QString::fromLocal8Bit(self->pw_name);
    }
    return ::getpwnam("mysql") == nullptr ? u"root"_s : u"mysql"_s;
}

} // namespace

MariaDbServer::MariaDbServer()
    : _folder(folderTemplate())
{ }

bool MariaDbServer::fail(const QString &problem)
{
    _problem = problem;
    return false;
}

bool MariaDbServer::start()
{
    const QString installer = programPath(u"mariadb-install-db"_s);
    if (installer.isEmpty() || programPath(u"mariadbd"_s).isEmpty())
        return fail(u"mariadbd is missing; install mariadb-server-core"_s);
    QFile folder(_folder.path());
    folder.setPermissions(folder.permissions() | QFile::ExeGroup | QFile::ExeOther);
    // Beside other servers the installer's own short-lived one does not always come up at the first try.
    constexpr int attempts = 3;
    for (int attempt = 1; attempt <= attempts; ++attempt) {
        QDir(_folder.filePath(u"data"_s)).removeRecursively();
        Program install(installer,
                        {u"--no-defaults"_s, u"--user="_s + userName(),
                         u"--datadir="_s + _folder.filePath(u"data"_s),
                         u"--auth-root-authentication-method=normal"_s, u"--skip-test-db"_s});
        if (install.start() && install.waitForExit() == 0)
            break;
        if (attempt == attempts)
            return fail(install.description());
    }
    _port = freePort();
    return run();
}

bool MariaDbServer::run()
{
    // A server that starts removes every other one's temporary tables from the folder that they share.
    _process = std::make_unique<Program>(
        programPath(u"mariadbd"_s),
        QStringList{
            u"--no-defaults"_s, u"--user="_s + userName(), u"--datadir="_s + _folder.filePath(u"data"_s),
            u"--tmpdir="_s + _folder.filePath(u"data"_s), u"--socket="_s + _folder.filePath(u"data/s"_s),
            u"--pid-file="_s + _folder.filePath(u"data/pid"_s), u"--bind-address=127.0.0.1"_s,
            u"--port="_s + QString::number(_port), u"--skip-name-resolve"_s,
            u"--innodb-buffer-pool-size=32M"_s, u"--innodb-log-file-size=8M"_s,
            u"--innodb-flush-log-at-trx-commit=2"_s, u"--innodb-flush-method=nosync"_s,
            u"--skip-innodb-doublewrite"_s});
    if (!_process->start() || !_process->waitForLine(u"ready for connections"_s, 30s).hasMatch())
        return fail(_process->description());
    return true;
}

void MariaDbServer::kill()
{
    _process->kill();
}

bool MariaDbServer::resume()
{
    return run();
}

} // namespace archivesmp::tests
