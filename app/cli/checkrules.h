// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/rule.h"
#include "common/scan/scanrequest.h"

#include <QHash>
#include <QList>
#include <QString>

namespace archivesmp::app::cli {

// What the rules decided in one check.
struct RuleHit
{
    domain::Rule rule;
    int findings = 0; // that it hides, or whose severity it sets
};

enum class Packs { On, Off };

// The rules of FOLDER/rules.yaml, if it is there, and those of the shipped packs that are on.
[[nodiscard]] Result<QList<domain::Rule>> loadRules(const QString &folder, Packs packs);

// Judges all findings of a check; the hits in the order of the rules' ids.
[[nodiscard]] QList<RuleHit> judge(scan::FleetReport &report, const QList<domain::Rule> &rules,
                                   const QDateTime &now);

} // namespace archivesmp::app::cli
