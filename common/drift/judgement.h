// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/finding.h"
#include "common/domain/rule.h"
#include "common/expectations/rulepattern.h"

#include <QDateTime>
#include <QHash>
#include <QList>

#include <vector>

namespace archivesmp::drift {

// What the Ignore and Severity rules say of findings. A finding is judged from what was detected, whatever an
// earlier judgement made of it: judging twice is judging once, and a rule that is taken back leaves no trace.
// Where several rules of a kind fit, the first in the order of rulesInForce() decides, and the hit is its.
// Pure; rules of other kinds are passed over. Remembers which rules concern which file, so that many findings
// cost little; for one thread.
class Judgement final
{
public:
    Judgement(const QList<domain::Rule> &rules, const QDateTime &now);

    void judge(domain::Finding &finding);
    void judge(QList<domain::Finding> &findings);

    // How many findings each rule decided so far; rules that decided none are not in it.
    [[nodiscard]] const QHash<RuleId, int> &hits() const { return _hits; }

private:
    using Place = std::pair<QString, QString>; // plugin and file
    [[nodiscard]] const std::vector<size_t> &rulesAt(const domain::Finding &finding);

    std::vector<expectations::RulePattern> _rules;
    QHash<Place, std::vector<size_t>> _byPlace;
    QHash<RuleId, int> _hits;
};

// The finding as it was before any rule.
void forgetJudgement(domain::Finding &finding);

} // namespace archivesmp::drift
