// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace archivesmp::tests {

// The program archivesmp-ampsim on a folder of its own; ended by SIGTERM with this object at the latest.
class SimulatorProcess final
{
public:
    explicit SimulatorProcess(const QStringList &instances)
        : _root(QDir(_folder.path()))
    {
        for (const QString &name : instances)
            _root.mkpath(name + QStringLiteral("/Minecraft"));
    }
    ~SimulatorProcess()
    {
        if (_process.state() != QProcess::NotRunning) {
            _process.terminate();
            _process.waitForFinished();
        }
    }

    // The port that it listens on; 0 where it did not start.
    quint16 start(const QStringList &options = {})
    {
        _process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        _process.start(QStringLiteral(ARCHIVESMP_BIN "/archivesmp-ampsim"),
                       QStringList{QStringLiteral("--root"), root()} + options);
        while (_process.waitForReadyRead(5000)) {
            while (_process.canReadLine()) {
                const QByteArray line = _process.readLine().trimmed();
                if (line.startsWith("listening on 127.0.0.1:"))
                    return line.mid(line.lastIndexOf(':') + 1).toUShort();
                if (line.startsWith("control on 127.0.0.1:"))
                    _control = line.mid(line.lastIndexOf(':') + 1).toUShort();
            }
        }
        return 0;
    }

    [[nodiscard]] QString root() const { return _root.absolutePath(); }
    [[nodiscard]] quint16 controlPort() const { return _control; }
    [[nodiscard]] QProcess &process() { return _process; }

private:
    QTemporaryDir _folder;
    QDir _root;
    QProcess _process;
    quint16 _control = 0;
};

} // namespace archivesmp::tests
