// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expectations/expectationset.h"

#include <QList>
#include <QString>

namespace archivesmp::expectations {

// What is there, made what is expected.
struct Acceptance
{
    struct Refused
    {
        FindingId finding;
        QString reason;

        friend bool operator==(const Refused &, const Refused &) = default;
    };

    ExpectationSet set;
    QList<FindingId> accepted;
    QList<Refused> refused;
};

// Accepts each finding on the layer: its actual value, or that the key need not be there, or that the plugin
// may be or not be there. Values of the finding's own instance that would win over a lower layer go away.
// Refused is what is no setting at all, what another of the findings contradicts, and what would not count
// because the server's layer wins. `fleet` are all the instances, to tell names that two servers share. Pure.
[[nodiscard]] Acceptance acceptFindings(const ExpectationSet &set, const QList<domain::Finding> &findings,
                                        domain::Layer layer, const QList<domain::InstanceRef> &fleet);

} // namespace archivesmp::expectations
