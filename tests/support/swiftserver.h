// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/program.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace archivesmp::tests {

// OpenStack Swift with its S3 door, which verifies signatures as MinIO does: four processes on free loopback
// ports, their files in a temporary folder. The bucket must be made by the one who uses it.
class SwiftServer final
{
public:
    SwiftServer() = default;
    ~SwiftServer();
    Q_DISABLE_COPY_MOVE(SwiftServer)

    // False with problem() set: a missing package, or a file system without extended attributes.
    [[nodiscard]] bool start();
    void stop();

    [[nodiscard]] QString endpoint() const { return QStringLiteral("127.0.0.1:%1").arg(_port); } // http
    [[nodiscard]] static QString accessKey() { return QStringLiteral("test:tester"); }
    [[nodiscard]] static QByteArray secretKey() { return "testing"; }
    [[nodiscard]] static QString region() { return QStringLiteral("us-east-1"); }
    [[nodiscard]] QString problem() const { return _problem; }
    [[nodiscard]] QString devices() const
    {
        return _folder.filePath(QStringLiteral("devices"));
    } // the objects

private:
    [[nodiscard]] bool makeRings(const QStringList &services, const QList<quint16> &ports);
    [[nodiscard]] bool startService(const QString &service, const QByteArray &configuration);
    [[nodiscard]] bool waitUntilServing(quint16 port);
    [[nodiscard]] bool write(const QString &name, const QByteArray &content);
    [[nodiscard]] bool fail(const QString &problem);

    QTemporaryDir _folder;
    std::vector<std::unique_ptr<Program>> _processes;
    quint16 _port = 0;
    QString _problem;
};

// A TCP port of 127.0.0.1 that was free a moment ago, for programs that cannot choose one themselves.
[[nodiscard]] quint16 freePort();

} // namespace archivesmp::tests
