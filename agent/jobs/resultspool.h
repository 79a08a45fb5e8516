// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/protocol/hostmessages.h"

#include <QString>

namespace archivesmp::agent::jobs {

// Results on their way to the host: on the disk before they are sent, and until the host has answered. One
// file per job and attempt. Blocks; lives in the worker's thread.
class ResultSpool final
{
public:
    explicit ResultSpool(QString folder); // made where it is not there

    [[nodiscard]] Result<void> put(const protocol::JobResult &result) const;
    [[nodiscard]] QList<protocol::JobResult> waiting() const; // oldest first; unreadable ones are set aside
    [[nodiscard]] bool remove(const protocol::JobResult &result) const;

private:
    [[nodiscard]] QString pathOf(const protocol::JobResult &result) const;

    QString _folder;
};

} // namespace archivesmp::agent::jobs
