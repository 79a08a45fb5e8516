// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fleet/fleetnode.h"

namespace archivesmp::app::fleet {

SeverityCounts &SeverityCounts::operator+=(const SeverityCounts &other)
{
    for (size_t i = 0; i < counts.size(); ++i)
        counts.at(i) += other.counts.at(i);
    return *this;
}

int SeverityCounts::worst() const
{
    for (int rank = 2; rank >= 0; --rank) {
        if (counts.at(static_cast<size_t>(rank)) > 0)
            return rank;
    }
    return -1;
}

domain::InstanceRef FleetNode::instanceRef() const
{
    if (kind == Kind::Plugin)
        return parent->instanceRef();
    return kind == Kind::Instance ? instance.ref : domain::InstanceRef{name, {}};
}

QString FleetNode::key() const
{
    return parent == nullptr || parent->name.isEmpty() ? name : parent->key() + u'/' + name;
}

} // namespace archivesmp::app::fleet
