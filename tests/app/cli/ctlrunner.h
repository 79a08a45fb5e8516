// SPDX-License-Identifier: GPL-3.0-or-later
// The real archivesmpctl against a real control door with a fake host behind it.
#pragma once

#include "tests/fakes/dooronloopback.h"

#include <QByteArrayList>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>

namespace archivesmp::tests {

// Whose appearance anywhere but in the handshake is a leak.
inline constexpr auto ctlKey = "canary-7f3a-key";

struct Ended
{
    int status = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

class CtlRunner final
{
public:
    // With a door whose fake host answers GetFleet.
    CtlRunner();

    // Another door in its place.
    void open(const agent::control::DoorSettings &settings);

    // archivesmpctl with these arguments, to its end.
    [[nodiscard]] Ended run(const QStringList &arguments);
    // The same with the arguments that name the door.
    [[nodiscard]] Ended talk(const QStringList &arguments);
    void start(QProcess &process, const QUrl &url, const QStringList &arguments);

    // GetJob: in progress at the first look, ended at the second, which an event brings about.
    void finishAfterTwoLooks(domain::JobStatus end);

    [[nodiscard]] QString path(const QString &name) const { return _folder.filePath(name); }
    [[nodiscard]] bool makeFolder(const QString &name) const { return QDir(_folder.path()).mkpath(name); }
    // A file that only its owner may read; gives its path.
    QString write(const QString &name, const QByteArray &bytes);
    [[nodiscard]] const QString &keyFile() const { return _keyFile; }

    std::unique_ptr<DoorOnLoopback> host;

private:
    void startWith(QProcess &process, const QStringList &arguments);

    QTemporaryDir _folder;
    QString _keyFile;
    int _looks = 0;
};

// Takes every PUT of an artifact and keeps the sums.
class FakeUploads final
{
public:
    FakeUploads();
    [[nodiscard]] quint16 port() const { return _server.serverPort(); }

    QByteArrayList sums;

private:
    QTcpServer _server;
    QByteArray _received;
};

} // namespace archivesmp::tests
