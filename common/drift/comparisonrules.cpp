// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/comparisonrules.h"

#include <algorithm>

namespace archivesmp::drift {

using domain::InstanceRef;
using domain::Rule;
using domain::RuleKind;
using expectations::RulePattern;

FileRules::FileRules(const std::vector<RulePattern> &rules, const QString &file)
{
    for (const RulePattern &rule : rules) {
        if (!rule.fitsFile(file))
            continue;
        if (rule.rule().kind == RuleKind::List)
            _lists.push_back(rule);
        else if (rule.rule().kind == RuleKind::ExtraKeys)
            _extras.push_back(rule);
        else if (rule.rule().kind == RuleKind::Secret)
            _secrets.push_back(rule);
    }
}

ListComparison FileRules::listAt(const InstanceRef &instance, const KeyPath &key) const
{
    for (const RulePattern &rule : _lists) {
        if (rule.fitsInstance(instance) && rule.fitsKey(key))
            return {rule.rule().listMode, rule.rule().listKey.toUtf8()};
    }
    return {};
}

bool FileRules::reportsExtra(const InstanceRef &instance, const KeyPath &key, bool otherwise) const
{
    for (const RulePattern &rule : _extras) {
        if (rule.fitsInstance(instance) && rule.fitsKeyOrAbove(key))
            return rule.rule().on;
    }
    return otherwise;
}

bool FileRules::callsSecret(const InstanceRef &instance, const KeyPath &key) const
{
    return std::any_of(_secrets.begin(), _secrets.end(), [&](const RulePattern &rule) {
        return rule.fitsInstance(instance) && rule.fitsKeyOrAbove(key);
    });
}

ComparisonRules::ComparisonRules(const QList<Rule> &rules, const QString &plugin, const QDateTime &now)
{
    QList<Rule> comparing;
    for (const Rule &rule : rules) {
        const bool isComparing = rule.kind == RuleKind::List || rule.kind == RuleKind::ExtraKeys
            || rule.kind == RuleKind::Secret;
        if (isComparing && RulePattern(rule).fitsPlugin(plugin))
            comparing.append(rule);
    }
    _rules = expectations::rulesInForce(comparing, now);
}

std::unique_ptr<const FileRules> ComparisonRules::of(const QString &file) const
{
    if (_rules.empty())
        return nullptr;
    auto rules = std::make_unique<const FileRules>(_rules, file);
    return rules->isEmpty() ? nullptr : std::move(rules);
}

} // namespace archivesmp::drift
