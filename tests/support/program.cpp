// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program.h"

#include <QDeadlineTimer>

#include <csignal>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

Program::Program(QString path, QStringList arguments)
    : _path(std::move(path))
    , _arguments(std::move(arguments))
{
    _process.setProcessEnvironment(QProcessEnvironment::systemEnvironment());
}

Program::~Program()
{
    if (isRunning() && !terminate())
        kill();
}

void Program::setEnvironment(const QString &name, const QString &value)
{
    QProcessEnvironment environment = _process.processEnvironment();
    environment.insert(name, value);
    _process.setProcessEnvironment(environment);
}

bool Program::start()
{
    _output.clear();
    _error.clear();
    _process.start(_path, _arguments);
    if (!_process.waitForStarted())
        return false;
    _process.write(_input);
    _process.closeWriteChannel();
    return true;
}

void Program::collect()
{
    _output += _process.readAllStandardOutput();
    _error += _process.readAllStandardError();
}

QRegularExpressionMatch Program::waitForLine(const QString &pattern, std::chrono::seconds limit)
{
    const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
    const QDeadlineTimer deadline(limit);
    while (true) {
        collect();
        for (const QByteArray &text : {_output, _error}) {
            const QRegularExpressionMatch match = expression.match(QString::fromUtf8(text));
            if (match.hasMatch())
                return match;
        }
        if (deadline.hasExpired() || (!isRunning() && _process.bytesAvailable() == 0))
            return {};
        _process.waitForReadyRead(50);
    }
}

int Program::waitForExit(std::chrono::seconds limit)
{
    const QDeadlineTimer deadline(limit);
    while (isRunning() && !deadline.hasExpired())
        _process.waitForFinished(50);
    collect();
    return isRunning() || _process.exitStatus() != QProcess::NormalExit ? -1 : _process.exitCode();
}

bool Program::terminate(std::chrono::seconds limit)
{
    if (!isRunning())
        return true;
    _process.terminate();
    const bool ended = _process.waitForFinished(static_cast<int>(std::chrono::milliseconds(limit).count()));
    collect();
    return ended;
}

void Program::kill()
{
    _process.kill();
    _process.waitForFinished();
    collect();
}

void Program::pause()
{
    ::kill(static_cast<pid_t>(pid()), SIGSTOP);
}

void Program::resume()
{
    ::kill(static_cast<pid_t>(pid()), SIGCONT);
}

QByteArray Program::standardOutput()
{
    collect();
    return _output;
}

QByteArray Program::standardError()
{
    collect();
    return _error;
}

QString Program::description() const
{
    constexpr qsizetype tail = 4000;
    return _path + u' ' + _arguments.join(u' ') + u"\nstandard output: "_s
        + QString::fromUtf8(_output.last(std::min(tail, _output.size()))) + u"\nstandard error: "_s
        + QString::fromUtf8(_error.last(std::min(tail, _error.size())));
}

} // namespace archivesmp::tests
