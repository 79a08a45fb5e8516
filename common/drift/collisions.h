// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/finding.h"
#include "common/domain/rule.h"

#include <QDateTime>
#include <QList>

namespace archivesmp::drift {

// What one instance's last scan saw for the rules that compare instances.
struct InstanceObservations
{
    domain::InstanceRef instance;
    QList<domain::Observation> observations;

    friend bool operator==(const InstanceObservations &, const InstanceObservations &) = default;
};

// Compares what the instances have: a finding of kind `collision` for each instance that shares a value which
// a Unique rule wants to itself, and for each that has another value than others of its group where an Agree
// rule wants one. Its message names the other sides. What the expectations themselves want of all sides of a
// group is no collision by a shipped pack's rule; an admin's own rule speaks there too. An instance that is
// alone in its group collides with nobody; nothing and an empty text are shared by all who have not set it,
// and so are no collision. Several rules about one setting make one finding. Pure; observations of rules that
// are not in `rules`, or that have expired at `now`, are passed over. Sorted by instance, file and key; not
// judged yet.
[[nodiscard]] QList<domain::Finding> findCollisions(const QList<domain::Rule> &rules,
                                                    const QList<InstanceObservations> &fleet,
                                                    const QDateTime &now);

} // namespace archivesmp::drift
