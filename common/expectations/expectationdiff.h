// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expectations/expectationset.h"

#include <QByteArray>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace archivesmp::expectations {

// What one layer said of a setting and says now.
struct SettingDifference
{
    QString plugin;
    QByteArray key;
    domain::Layer layer = domain::Layer::Universal;
    QString owner; // the server or instance as the set names it; empty for universal
    std::optional<ExpectedValue> before;
    std::optional<ExpectedValue> after;

    friend bool operator==(const SettingDifference &, const SettingDifference &) = default;
};

struct CellDifference
{
    QString plugin;
    QString instance; // as the matrix names it
    // The same on both sides where only the wanted version differs.
    Presence before = Presence::Undecided;
    Presence after = Presence::Undecided;

    friend bool operator==(const CellDifference &, const CellDifference &) = default;
};

struct ExpectationDifference
{
    QList<SettingDifference> settings; // by plugin and key
    QList<CellDifference> cells;
    QList<domain::Rule> rules;   // added, removed, or changed (as they were before)
    int aliases = 0;             // how many names stand for something else now
    bool matrixAccepted = false; // whether the matrix is believed has changed

    [[nodiscard]] bool isEmpty() const;

    friend bool operator==(const ExpectationDifference &, const ExpectationDifference &) = default;
};

[[nodiscard]] ExpectationDifference differenceOf(const ExpectationSet &before, const ExpectationSet &after);

// Whose comparison a difference changes.
struct Concerned
{
    QSet<QString> plugins; // as the expectations name them
    bool allInstances = false;
    QSet<QString> instances; // as the sets name them, "BENT01", "ovh/BENT01"; where not all
    QSet<QString> servers;   // all of their instances

    [[nodiscard]] bool isEmpty() const { return plugins.isEmpty(); }
    [[nodiscard]] bool concerns(const domain::InstanceRef &instance, const AliasTable &aliases) const;
};

[[nodiscard]] Concerned concernedBy(const ExpectationDifference &difference, const ExpectationSet &before,
                                    const ExpectationSet &after);

} // namespace archivesmp::expectations
