// SPDX-License-Identifier: GPL-3.0-or-later
// A RestDoor on a free loopback port with a scripted fleet behind it.
#pragma once

#include "agent/rest/restdoor.h"
#include "tests/agent/rest/rawclient.h"
#include "tests/fakes/fakefleetservice.h"
#include "tests/fakes/fakeordermemory.h"
#include "tests/support/testcertificate.h"

#include <QTemporaryDir>

namespace archivesmp::tests {

class OpenRestDoor final
{
public:
    explicit OpenRestDoor(std::chrono::milliseconds headDeadline = std::chrono::seconds(10))
        : door(fleet, memory, _clock)
    {
        certificate = makeTestCertificate(folder.path());
        fleet.addUser("agent-key", {QStringLiteral("ovh"), domain::UserRole::Agent, QStringLiteral("ovh")});
        fleet.addUser("viewer-key", {QStringLiteral("vera"), domain::UserRole::Viewer, {}});
        fleet.addUser("operator-key", {QStringLiteral("olga"), domain::UserRole::Operator, {}});
        fleet.addUser("admin-key", {QStringLiteral("ada"), domain::UserRole::Admin, {}});
        agent::rest::RestSettings settings;
        settings.door.address = QHostAddress(QHostAddress::LocalHost);
        settings.door.port = 0;
        settings.door.certificate = certificate.certificate;
        settings.door.key = certificate.key;
        settings.door.uploadFolder = folder.path();
        settings.door.headDeadline = headDeadline;
        settings.servers = {QStringLiteral("hetzner"), QStringLiteral("ovh")};
        opened = door.open(settings);
    }

    [[nodiscard]] RawReply ask(const QByteArray &bytes)
    {
        RawClient client(door.port(), certificate.certificate);
        return client.ask(bytes);
    }

    QTemporaryDir folder;
    TestCertificate certificate;
    FakeFleetService fleet;
    FakeOrderMemory memory;
    agent::rest::RestDoor door;
    Result<void> opened;

private:
    SystemClock _clock;
};

} // namespace archivesmp::tests
