// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/rule.h"

#include <QDateTime>
#include <QList>
#include <QStringList>

namespace archivesmp::agent::coordinator {

// An admin's own rule. Rows are never deleted: what was hidden, and by whom, stays known.
struct RuleRecord
{
    domain::Rule rule;
    QDateTime removedAt;     // UTC; invalid while it stands
    bool expiryTold = false; // somebody was told that it works no longer

    friend bool operator==(const RuleRecord &, const RuleRecord &) = default;
};

class RuleStore
{
public:
    virtual ~RuleStore() = default;

    [[nodiscard]] virtual Result<QList<RuleRecord>> rules() = 0; // newest first, removed ones too
    [[nodiscard]] virtual Result<void> add(const domain::Rule &rule) = 0;
    // An invalid time brings it back.
    [[nodiscard]] virtual Result<void> setRemoved(const RuleId &rule, const QDateTime &at) = 0;
    [[nodiscard]] virtual Result<void> tellExpiry(const RuleId &rule) = 0;

    // The shipped packs, and single rules of them, that do not apply; sorted.
    [[nodiscard]] virtual Result<QStringList> packsOff() = 0;
    [[nodiscard]] virtual Result<void> setPacksOff(const QStringList &names) = 0; // these and no others
};

} // namespace archivesmp::agent::coordinator
