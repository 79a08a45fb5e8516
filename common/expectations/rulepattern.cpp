// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/rulepattern.h"

#include <algorithm>
#include <tuple>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

// Keys hold dots of their own; this they do not.
constexpr QChar keyDivider(0x1f);

QString textOf(const KeyPath &key, qsizetype size)
{
    QString text;
    for (qsizetype i = 0; i < size; ++i) {
        if (i > 0)
            text += keyDivider;
        text += QString::fromUtf8(key.keys().at(i));
    }
    return text;
}

} // namespace

RulePattern::RulePattern(domain::Rule rule)
    : _rule(std::move(rule))
    , _plugin(_rule.scope.plugin, u'/', u'/')
    , _file(_rule.scope.file, u'/', u'/')
    , _key(_rule.scope.key, u'.', keyDivider)
    , _instance(_rule.scope.instance, u'/', u'/')
{ }

bool RulePattern::fitsFile(QStringView file) const
{
    if (_file.isEmpty() || _file.hasDivider() || _file.crossesParts())
        return _file.fits(file);
    return _file.fits(file.sliced(file.lastIndexOf(u'/') + 1));
}

bool RulePattern::fitsKey(const KeyPath &key) const
{
    return _key.isEmpty() || _key.fits(textOf(key, key.size()));
}

bool RulePattern::fitsKeyOrAbove(const KeyPath &key) const
{
    if (_key.isEmpty())
        return true;
    for (qsizetype size = key.size(); size > 0; --size) {
        if (_key.fits(textOf(key, size)))
            return true;
    }
    return false;
}

bool RulePattern::fitsInstance(const domain::InstanceRef &instance) const
{
    if (_instance.isEmpty())
        return true;
    return _instance.hasDivider() || _instance.crossesParts() ? _instance.fits(instance.toString())
                                                              : _instance.fits(instance.name);
}

bool RulePattern::fits(const domain::Finding &finding) const
{
    return fitsPlugin(finding.plugin) && fitsFile(finding.file) && fitsInstance(finding.instance)
        && fitsKey(finding.key);
}

int RulePattern::literalCharacters() const
{
    return _plugin.literalCharacters() + _file.literalCharacters() + _key.literalCharacters()
        + _instance.literalCharacters();
}

bool hasExpired(const domain::Rule &rule, const QDateTime &now)
{
    return rule.expiresAt && *rule.expiresAt <= now;
}

std::vector<RulePattern> rulesInForce(const QList<domain::Rule> &rules, const QDateTime &now)
{
    std::vector<RulePattern> patterns;
    for (const domain::Rule &rule : rules) {
        if (!hasExpired(rule, now))
            patterns.emplace_back(rule);
    }
    const auto order = [](const RulePattern &pattern) {
        const domain::Rule &rule = pattern.rule();
        return std::tuple(!rule.pack.isEmpty(), -pattern.literalCharacters(),
                          rule.createdAt.isValid() ? rule.createdAt.toMSecsSinceEpoch() : 0, rule.id);
    };
    std::stable_sort(patterns.begin(), patterns.end(),
                     [&](const RulePattern &a, const RulePattern &b) { return order(a) < order(b); });
    return patterns;
}

domain::RuleScope scopeOf(const domain::Finding &finding, Reach reach)
{
    domain::RuleScope scope;
    scope.plugin = literalGlob(finding.plugin);
    QStringList keys;
    for (const QByteArray &key : finding.key.keys())
        keys.append(literalGlob(QString::fromUtf8(key)).replace(u'.', u"\\."_s));
    scope.key = keys.join(u'.');
    scope.file = literalGlob(finding.file);
    if (reach == Reach::ThisInstance)
        scope.instance = literalGlob(finding.instance.toString());
    return scope;
}

} // namespace archivesmp::expectations
