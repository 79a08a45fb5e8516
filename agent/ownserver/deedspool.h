// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/protocol/hostmessages.h"

#include <QString>

namespace archivesmp::agent::ownserver {

// What people did at this agent's door, on its way into the host's records: on the disk before it is done,
// and until the host has answered. One file of mode 0600 each. Blocks; lives in the worker's thread.
class DeedSpool final
{
public:
    explicit DeedSpool(QString folder); // made where it is not there

    [[nodiscard]] Result<void> put(const protocol::LocalDeed &deed) const;
    [[nodiscard]] QList<protocol::LocalDeed> waiting() const; // oldest first; unreadable ones are set aside
    [[nodiscard]] bool remove(const protocol::LocalDeed &deed) const;
    void setAside(const protocol::LocalDeed &deed) const; // that the host will never take

private:
    [[nodiscard]] QString pathOf(const protocol::LocalDeed &deed) const;

    QString _folder;
};

} // namespace archivesmp::agent::ownserver
