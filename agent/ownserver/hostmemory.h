// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/secretsealer.h"
#include "common/protocol/hostmessages.h"

#include <QString>

#include <optional>

namespace archivesmp::agent::ownserver {

// What the host said last, as far as it is needed when the agent starts and the host is away.
struct RememberedHost
{
    QString fleetId;
    Secret fleetKey;
    QByteArray expectationsHash;
    std::optional<protocol::KeySnapshot> keys;
};

// Keeps it in a file of mode 0600, sealed, so that whoever gets hold of the state folder reads no key in it
// and cannot put one in. Blocks; lives in the worker's thread. The sealer outlives it.
class HostMemory final
{
public:
    HostMemory(QString file, const coordinator::SecretSealer &sealer);

    // NotFound where nothing was kept, Corrupt where it was altered, damaged or sealed for another agent.
    [[nodiscard]] Result<RememberedHost> recall() const;
    [[nodiscard]] Result<void> keep(const RememberedHost &host) const;

private:
    QString _file;
    const coordinator::SecretSealer &_sealer;
};

} // namespace archivesmp::agent::ownserver
