// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <chrono>

namespace archivesmp::tests {

// One process that a test started, with everything that it printed. Whatever happens, it is gone when this
// object is.
class Program final
{
public:
    explicit Program(QString path, QStringList arguments = {});
    ~Program();
    Q_DISABLE_COPY_MOVE(Program)

    void setEnvironment(const QString &name, const QString &value);
    void setInput(const QByteArray &input) { _input = input; }

    [[nodiscard]] bool start();

    // Waits until a line of standard output or standard error matches; the match is invalid after the time.
    [[nodiscard]] QRegularExpressionMatch waitForLine(const QString &pattern,
                                                      std::chrono::seconds limit = std::chrono::seconds(20));

    // Waits for the end; -1 after the time, or where it was killed.
    [[nodiscard]] int waitForExit(std::chrono::seconds limit = std::chrono::seconds(60));

    bool terminate(std::chrono::seconds limit
                   = std::chrono::seconds(20)); // SIGTERM; false where it had to be killed
    void kill();                                // SIGKILL, and waits
    void pause();                               // SIGSTOP
    void resume();                              // SIGCONT

    [[nodiscard]] bool isRunning() const { return _process.state() != QProcess::NotRunning; }
    [[nodiscard]] qint64 pid() const { return _process.processId(); }
    [[nodiscard]] QByteArray standardOutput();
    [[nodiscard]] QByteArray standardError();
    [[nodiscard]] QString description() const; // the command and what it printed last, for messages

private:
    void collect();

    QProcess _process;
    QString _path;
    QStringList _arguments;
    QByteArray _input;
    QByteArray _output;
    QByteArray _error;
};

// A program of this build, by its name.
[[nodiscard]] QString builtProgram(const QString &name);

} // namespace archivesmp::tests
