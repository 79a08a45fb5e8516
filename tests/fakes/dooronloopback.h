// SPDX-License-Identifier: GPL-3.0-or-later
// A control door on a free loopback port with a fake host behind it, and a key for each role.
#pragma once

#include "agent/control/controldoor.h"
#include "tests/fakes/fakefleetservice.h"
#include "tests/support/testcertificate.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QUrl>

namespace archivesmp::tests {

// For a door with TLS.
[[nodiscard]] inline agent::control::DoorSettings tlsDoorSettings(const TestCertificate &certificate)
{
    QFile key(certificate.key);
    if (!key.open(QIODevice::ReadOnly))
        qFatal("no key");
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(QSslCertificate::fromPath(certificate.certificate));
    configuration.setPrivateKey(QSslKey(key.readAll(), QSsl::Ec));
    return {.server = QStringLiteral("hetzner"), .role = domain::ServerRole::Host, .tls = configuration};
}

class DoorOnLoopback final
{
public:
    explicit DoorOnLoopback(agent::control::DoorSettings settings = defaultSettings(), quint16 port = 0)
        : tls(settings.tls.has_value())
        , door(fleet, clock, std::move(settings))
    {
        fleet.addUser("viewer-key", {QStringLiteral("vera"), domain::UserRole::Viewer, {}});
        fleet.addUser("operator-key", {QStringLiteral("otto"), domain::UserRole::Operator, {}});
        fleet.addUser("admin-key", {QStringLiteral("anna"), domain::UserRole::Admin, {}});
        fleet.addUser("agent-key",
                      {QStringLiteral("agent-ovh"), domain::UserRole::Agent, QStringLiteral("ovh")});
        const Result<void> listening = door.listen(QHostAddress::LocalHost, port);
        if (!listening)
            qFatal("%s", qPrintable(describe(listening.error())));
    }

    [[nodiscard]] static agent::control::DoorSettings defaultSettings()
    {
        return {.server = QStringLiteral("hetzner"), .role = domain::ServerRole::Host};
    }
    [[nodiscard]] QUrl url() const
    {
        QUrl url;
        url.setScheme(tls ? QStringLiteral("wss") : QStringLiteral("ws"));
        url.setHost(QStringLiteral("127.0.0.1"));
        url.setPort(door.port());
        return url;
    }

    bool tls;
    FakeFleetService fleet;
    SystemClock clock;
    agent::control::ControlDoor door;
};

} // namespace archivesmp::tests
