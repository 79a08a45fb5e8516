// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/judgement.h"

#include <utility>

namespace archivesmp::drift {

using domain::Finding;
using domain::Rule;
using domain::RuleKind;

namespace {

bool concerns(const Rule &rule, const Finding &finding)
{
    return rule.findingKinds.isEmpty() || rule.findingKinds.contains(finding.kind);
}

} // namespace

Judgement::Judgement(const QList<Rule> &rules, const QDateTime &now)
{
    QList<Rule> judging;
    for (const Rule &rule : rules) {
        if (!domain::changesComparison(rule.kind))
            judging.append(rule);
    }
    _rules = expectations::rulesInForce(judging, now);
}

const std::vector<size_t> &Judgement::rulesAt(const Finding &finding)
{
    const Place place(finding.plugin, finding.file);
    auto known = _byPlace.find(place);
    if (known != _byPlace.end())
        return *known;
    std::vector<size_t> fitting;
    for (size_t i = 0; i < _rules.size(); ++i) {
        if (_rules[i].fitsPlugin(finding.plugin) && _rules[i].fitsFile(finding.file))
            fitting.push_back(i);
    }
    return *_byPlace.insert(place, fitting);
}

void Judgement::judge(Finding &finding)
{
    forgetJudgement(finding);
    bool hasSeverity = false;
    for (const size_t i : rulesAt(finding)) {
        const Rule &rule = _rules[i].rule();
        const bool isIgnore = rule.kind == RuleKind::Ignore;
        if (isIgnore ? !finding.ignoredBy.isEmpty() : hasSeverity)
            continue;
        if (!concerns(rule, finding) || !_rules[i].fitsInstance(finding.instance)
            || !_rules[i].fitsKey(finding.key))
            continue;
        ++_hits[rule.id];
        if (isIgnore) {
            finding.ignoredBy = rule.id;
            continue;
        }
        hasSeverity = true;
        if (rule.severity != finding.severity)
            finding.detectedSeverity = std::exchange(finding.severity, rule.severity);
    }
}

void Judgement::judge(QList<Finding> &findings)
{
    for (Finding &finding : findings)
        judge(finding);
}

void forgetJudgement(Finding &finding)
{
    finding.ignoredBy = {};
    if (finding.detectedSeverity)
        finding.severity = *std::exchange(finding.detectedSeverity, std::nullopt);
}

} // namespace archivesmp::drift
