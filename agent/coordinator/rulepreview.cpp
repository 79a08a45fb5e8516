// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/rulepreview.h"

#include "common/drift/judgement.h"
#include "common/expectations/rulepattern.h"

#include <utility>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

// Equal values that would collide are no findings, and so nothing tells of them before a scan asks for them.
bool mayCompareOtherwise(const expectations::RulePattern &pattern, const Finding &finding)
{
    const RuleKind kind = pattern.rule().kind;
    return kind != RuleKind::Unique && kind != RuleKind::Agree && finding.kind != FindingKind::Collision
        && pattern.fits(finding);
}

} // namespace

bool isShownOtherwise(const Finding &before, const Finding &after)
{
    if (before.ignoredBy.isEmpty() != after.ignoredBy.isEmpty())
        return true;
    return after.ignoredBy.isEmpty() && before.severity != after.severity;
}

protocol::RulePreview previewOf(Rule rule, const QList<Rule> &rules, const QList<Finding> &findings,
                                const QDateTime &now, qsizetype limit)
{
    rule.id = RuleId(u"preview"_s);
    rule.pack.clear();
    rule.createdAt = now;
    drift::Judgement with(QList<Rule>(rules) << rule, now);
    const expectations::RulePattern pattern(std::move(rule));
    protocol::RulePreview preview;
    preview.certain = !changesComparison(pattern.rule().kind);
    for (const Finding &before : findings) {
        Finding after = before;
        with.judge(after);
        const bool isMeant
            = preview.certain ? isShownOtherwise(before, after) : mayCompareOtherwise(pattern, before);
        if (!isMeant)
            continue;
        ++preview.findings;
        if (preview.first.size() < limit)
            preview.first.append(before);
    }
    return preview;
}

} // namespace archivesmp::agent::coordinator
