// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/driftreport.h"
#include "common/expectations/rulepattern.h"
#include "common/scan/instanceinventory.h"
#include "common/scan/safefolder.h"

#include <QByteArray>
#include <QList>

#include <vector>

namespace archivesmp::scan {

// What the Unique and Agree rules of a fleet ask of its instances, compiled once. May be shared between
// threads.
class Observing final
{
public:
    // `fleetKey` for the fingerprints of secrets and groups; rules that have expired at `now` ask nothing.
    Observing(const QList<domain::Rule> &rules, QByteArray fleetKey, const QDateTime &now);

    // Reads the values in one instance's folder, in files that nobody expects anything of too. A rule without
    // a plugin means a file by its path from the Minecraft folder, one with a plugin and a file without '/'
    // one directly in that plugin's folder. What is not there is not observed; what cannot be read becomes a
    // finding.
    struct Outcome
    {
        QList<domain::Observation> observations; // nobody has said yet whether they are as expected
        // Of each: its own key and those of its group, as far as they are there.
        QList<QList<KeyPath>> grounds;
        QList<domain::Finding> findings;
        bool partial = false;
    };
    [[nodiscard]] Outcome observe(const SafeFolder &game, const InstanceInventory &inventory,
                                  const domain::InstanceRef &instance) const;

private:
    class Visit;

    // A key at which instances must have the same to be compared, and what they must have there.
    struct SameKey
    {
        KeyPath key;
        QByteArrayList values; // in lower case; empty: whatever it is
    };
    struct Asked
    {
        expectations::RulePattern pattern;
        std::vector<SameKey> same;
    };

    [[nodiscard]] static SameKey sameKeyOf(const QString &text);

    std::vector<Asked> _asked;
    std::vector<expectations::RulePattern> _secrets;
    QByteArray _fleetKey;
    QDateTime _now;
};

} // namespace archivesmp::scan
