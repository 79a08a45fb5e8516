// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/finding.h"
#include "common/domain/instance.h"
#include "common/domain/physicalserver.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <memory>
#include <vector>

namespace archivesmp::app::fleet {

// How many findings there are of each severity, in the order of domain::Severity.
struct SeverityCounts
{
    std::array<int, 3> counts{};

    void add(domain::Severity severity) { ++counts.at(static_cast<size_t>(severity)); }
    SeverityCounts &operator+=(const SeverityCounts &other);
    [[nodiscard]] int total() const { return counts[0] + counts[1] + counts[2]; }
    [[nodiscard]] int worst() const; // 2 critical, 1 normal, 0 info, -1 none

    friend bool operator==(const SeverityCounts &, const SeverityCounts &) = default;
};

// A row of the tree. Nodes keep their address as long as they live, so that an index can point at one.
struct FleetNode
{
    enum class Kind { Server, Instance, Plugin };

    Kind kind = Kind::Server;
    QString name;
    domain::PhysicalServer server; // of a Server
    domain::Instance instance;     // of an Instance
    QString version;               // of a Plugin
    bool missing = false;          // a Plugin that has findings but is not installed
    bool live = true;              // followed at this moment
    QDateTime asOf;                // of what is shown where it is not
    qsizetype band = 0;            // of its Server: which colour
    SeverityCounts own;            // findings of the node alone
    SeverityCounts all;            // with those below

    FleetNode *parent = nullptr;
    std::vector<std::unique_ptr<FleetNode>> children; // by name
    std::vector<FleetNode *> shown;                   // those that the filter lets through
    int row = 0;                                      // among its parent's shown children
    QByteArray searchText;                            // lower-case, with those of the nodes above

    [[nodiscard]] domain::InstanceRef instanceRef() const; // of an Instance or Plugin
    [[nodiscard]] QString key() const;                     // "ovh/BENT01/CoreProtect"
};

} // namespace archivesmp::app::fleet
