// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/ctlrunner.h"

#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"

#include <QFile>
#include <QTcpSocket>
#include <QTest>

namespace archivesmp::tests {

using namespace protocol;
using namespace Qt::StringLiterals;

CtlRunner::CtlRunner()
{
    _keyFile = write(u"key"_s, QByteArray(ctlKey) + '\n');
    open(DoorOnLoopback::defaultSettings());
}

void CtlRunner::open(const agent::control::DoorSettings &settings)
{
    host = std::make_unique<DoorOnLoopback>(settings);
    host->fleet.addUser(ctlKey, {u"anna"_s, domain::UserRole::Admin, {}});
    host->fleet.when<GetFleet>([](const domain::User &, const GetFleet &) { return sampleFleetState(); });
}

QString CtlRunner::write(const QString &name, const QByteArray &bytes)
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.fileName();
}

void CtlRunner::start(QProcess &process, const QUrl &url, const QStringList &arguments)
{
    startWith(process, QStringList{u"--url"_s, url.toString(), u"--api-key-file"_s, _keyFile} + arguments);
}

void CtlRunner::startWith(QProcess &process, const QStringList &arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_CONFIG_HOME"_s, path(u"config"_s));
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral(ARCHIVESMP_BIN "/archivesmpctl"), arguments);
}

Ended CtlRunner::run(const QStringList &arguments)
{
    QProcess process;
    startWith(process, arguments);
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 20000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError()};
}

Ended CtlRunner::talk(const QStringList &arguments)
{
    return run(QStringList{u"--url"_s, host->url().toString(), u"--api-key-file"_s, _keyFile} + arguments);
}

void CtlRunner::finishAfterTwoLooks(domain::JobStatus end)
{
    _looks = 0;
    host->fleet.when<GetJob>([this, end](const domain::User &, const GetJob &request) {
        JobDetail detail{.job = sampleJob(), .events = {sampleJobEvent()}};
        detail.job.id = request.id;
        detail.job.parent = {};
        if (++_looks > 1)
            detail.job.status = end;
        else
            host->fleet.publish(JobChanged{detail.job});
        return detail;
    });
}

FakeUploads::FakeUploads()
{
    QObject::connect(&_server, &QTcpServer::newConnection, &_server, [this] {
        QTcpSocket *socket = _server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, &_server, [this, socket] {
            _received += socket->readAll();
            const qsizetype body = _received.indexOf("\r\n\r\n") + 4;
            const qsizetype length = _received.indexOf("Content-Length: ") + 16;
            if (body < 4 || length < 16
                || _received.size() - body
                    < _received.mid(length, _received.indexOf('\r', length) - length).toInt())
                return;
            sums.append(_received.mid(_received.indexOf("/api/artifacts/") + 15, 64));
            _received.clear();
            socket->write("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        });
    });
    if (!_server.listen(QHostAddress::LocalHost))
        qFatal("cannot listen");
}

} // namespace archivesmp::tests
