// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/ids.h"

#include <QDateTime>
#include <QString>

namespace archivesmp::domain {

enum class ApprovalState { Waiting, Approved, Rejected, Expired };

// One person's leave for another person's plan.
struct Approval
{
    qint64 id = 0;
    PlanId plan;
    JobId job; // the parent job that waits for it
    ApprovalState state = ApprovalState::Waiting;
    QString requestedBy;
    QString decidedBy;
    QString comment;
    QDateTime requestedAt; // UTC
    QDateTime decidedAt;   // UTC; invalid while waiting

    friend bool operator==(const Approval &, const Approval &) = default;
};

} // namespace archivesmp::domain
