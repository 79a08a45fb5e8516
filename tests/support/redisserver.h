// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/program.h"
#include "tests/support/testcertificate.h"

#include <QTemporaryDir>

#include <memory>

namespace archivesmp::tests {

// A redis-server as the templates set it up: TLS only, the default user off, "host" who may do everything and
// "agent" who may read and acknowledge the streams of "ovh" and no more. On a free loopback port, its files
// in a temporary folder; it may be stopped and started again with or without them.
class RedisServer final
{
public:
    RedisServer() = default;
    ~RedisServer() = default;
    Q_DISABLE_COPY_MOVE(RedisServer)

    // False with problem() set.
    [[nodiscard]] bool start();
    void stop();
    void empty(); // while stopped: what it kept is gone

    // The answer of redis-cli as the user "host".
    [[nodiscard]] QByteArray command(const QStringList &words);

    [[nodiscard]] quint16 port() const { return _port; }
    [[nodiscard]] QString ca() const { return _authority.certificate; }
    [[nodiscard]] static QByteArray hostPassword() { return "host-secret"; }
    [[nodiscard]] static QByteArray agentPassword() { return "agent-secret"; }
    [[nodiscard]] QString problem() const { return _problem; }

private:
    [[nodiscard]] bool prepare();

    QTemporaryDir _folder;
    TestCertificate _authority;
    TestCertificate _certificate;
    std::unique_ptr<Program> _process;
    quint16 _port = 0;
    QString _problem;
};

} // namespace archivesmp::tests
