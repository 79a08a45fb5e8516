// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/program.h"
#include "tests/support/testcertificate.h"

#include <QTemporaryDir>

#include <memory>

namespace archivesmp::tests {

// A redis-server as the templates set it up: TLS only, the default user off, "host" who may do everything,
// "agent" who may read and acknowledge the streams of "ovh" and no more, and "observer" who may listen to the
// channels of results. On a free loopback port, its files in a temporary folder; it may be stopped and
// started again with or without them.
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

    // A redis-cli that listens as "observer"; what it hears is its standard output. Null where it is refused.
    [[nodiscard]] std::unique_ptr<Program> subscribe(const QStringList &channels);

    [[nodiscard]] quint16 port() const { return _port; }
    [[nodiscard]] QString keptFolder() const { return _folder.filePath(QStringLiteral("kept")); }
    [[nodiscard]] QString ca() const { return _authority.certificate; }
    [[nodiscard]] static QByteArray hostPassword() { return "host-secret"; }
    [[nodiscard]] static QByteArray agentPassword() { return "agent-secret"; }
    [[nodiscard]] QString problem() const { return _problem; }

private:
    [[nodiscard]] bool prepare();
    [[nodiscard]] std::unique_ptr<Program> client(const QString &user, const QByteArray &password,
                                                  const QStringList &words) const;

    QTemporaryDir _folder;
    TestCertificate _authority;
    TestCertificate _certificate;
    std::unique_ptr<Program> _process;
    quint16 _port = 0;
    QString _problem;
};

} // namespace archivesmp::tests
