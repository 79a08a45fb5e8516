// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/program.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace archivesmp::tests {

// A real mariadbd on a free loopback port, its files in a temporary folder. root has no password and comes
// from 127.0.0.1 only. It runs as mysql where the tests run as root and there is such a user.
class MariaDbServer final
{
public:
    MariaDbServer();
    Q_DISABLE_COPY_MOVE(MariaDbServer)

    // False with problem() set.
    [[nodiscard]] bool start();
    void kill();                 // SIGKILL
    [[nodiscard]] bool resume(); // starts it again after kill(), on the same files and port

    [[nodiscard]] quint16 port() const { return _port; }
    [[nodiscard]] QString dataFolder() const { return _folder.filePath(QStringLiteral("data")); }
    [[nodiscard]] QString problem() const { return _problem; }

private:
    [[nodiscard]] bool run();
    [[nodiscard]] bool fail(const QString &problem);

    QTemporaryDir _folder; // in memory where the system has such a place: making tables waits for disks
    std::unique_ptr<Program> _process;
    quint16 _port = 0;
    QString _problem;
};

} // namespace archivesmp::tests
