// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/rulebook.h"

#include "agent/coordinator/reasoncheck.h"
#include "agent/coordinator/rulepreview.h"
#include "common/expectations/rulecheck.h"
#include "common/expectations/rulejson.h"
#include "common/expectations/rulepacks.h"
#include "common/expectations/rulepattern.h"

#include <QCryptographicHash>
#include <QSet>
#include <QUuid>

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostRules = 10'000;
constexpr int mostPreviewed = 500;

bool isJudged(const Finding &a, const Finding &b)
{
    return a.ignoredBy == b.ignoredBy && a.severity == b.severity && a.detectedSeverity == b.detectedSeverity;
}

QString said(const Rule &rule)
{
    const auto part = [](const QString &text) { return text.isEmpty() ? u"*"_s : text; };
    return nameOf(rule.kind) + u' ' + part(rule.scope.plugin) + u' ' + part(rule.scope.file) + u' '
        + part(rule.scope.key) + u" on "_s + part(rule.scope.instance) + u": "_s + rule.reason;
}

// Rules that a file brought: the same rule has the same id, wherever in the file it stands.
const QString ofFile = u"rules.yaml/"_s;

RuleId idInFile(Rule rule)
{
    rule.id = {};
    rule.author.clear();
    rule.createdAt = {};
    QByteArray text;
    expectations::appendRules(text, {rule});
    return RuleId(
        ofFile
        + QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().left(16)));
}

// The same finding wherever the layer reaches.
RuleScope scopeOf(const Finding &finding, Layer layer)
{
    using expectations::Reach;
    RuleScope scope
        = expectations::scopeOf(finding, layer == Layer::Instance ? Reach::ThisInstance : Reach::Everywhere);
    if (layer == Layer::Server)
        scope.instance = expectations::literalGlob(finding.instance.server) + u"/*"_s;
    return scope;
}

} // namespace

Result<QList<Rule>> Rulebook::read()
{
    const auto records = _workspace.stores.rules().rules();
    if (!records)
        return records.error();
    QList<Rule> own;
    for (const RuleRecord &record : *records) {
        if (!record.removedAt.isValid())
            own.append(record.rule);
    }
    const auto off = _workspace.stores.rules().packsOff();
    if (!off)
        return off.error();
    return expectations::withPacks(own, *off);
}

Result<void> Rulebook::reload()
{
    const auto rules = read();
    if (!rules)
        return rules.error();
    _rules = *rules;
    _judgement.reset();
    return {};
}

Result<void> Rulebook::start()
{
    return reload();
}

QList<Rule> Rulebook::comparisonRules() const
{
    return comparisonRulesOf(_rules);
}

QList<Rule> Rulebook::comparisonRulesOf(const QList<Rule> &rules) const
{
    QList<Rule> all;
    const QDateTime now = _workspace.clock.now();
    std::copy_if(rules.begin(), rules.end(), std::back_inserter(all), [&](const Rule &rule) {
        return changesComparison(rule.kind) && !expectations::hasExpired(rule, now);
    });
    return all;
}

drift::Judgement Rulebook::judgement() const
{
    return {_rules, _workspace.clock.now()};
}

void Rulebook::judge(QList<Finding> &findings)
{
    const QDateTime now = _workspace.clock.now();
    if (!_judgement || (_validUntil.isValid() && now >= _validUntil)) {
        _judgement.emplace(judgement());
        _validUntil = {};
        for (const Rule &rule : std::as_const(_rules)) {
            if (rule.expiresAt && *rule.expiresAt > now
                && (!_validUntil.isValid() || *rule.expiresAt < _validUntil))
                _validUntil = *rule.expiresAt;
        }
    }
    _judgement->judge(findings);
}

Result<protocol::RulePage> Rulebook::list()
{
    auto findings = _workspace.stores.findings().all();
    if (!findings)
        return findings.error();
    drift::Judgement judged = judgement();
    judged.judge(*findings);
    const QDateTime now = _workspace.clock.now();
    protocol::RulePage page;
    for (const Rule &rule : std::as_const(_rules)) {
        protocol::RuleState state{rule, judged.hits().value(rule.id), expectations::hasExpired(rule, now)};
        if (changesComparison(rule.kind)) {
            const expectations::RulePattern pattern(rule);
            const bool compares = rule.kind == RuleKind::Unique || rule.kind == RuleKind::Agree;
            state.hits = std::count_if(findings->begin(), findings->end(), [&](const Finding &finding) {
                return (finding.kind == FindingKind::Collision) == compares && pattern.fits(finding);
            });
        }
        page.rules.append(state);
    }
    std::stable_sort(page.rules.begin(), page.rules.end(), [](const auto &a, const auto &b) {
        if (a.rule.pack.isEmpty() != b.rule.pack.isEmpty())
            return a.rule.pack.isEmpty();
        return a.rule.pack.isEmpty() ? a.rule.createdAt > b.rule.createdAt : a.rule.id < b.rule.id;
    });
    return page;
}

Result<protocol::RulePreview> Rulebook::preview(const protocol::PreviewRule &ask)
{
    if (ask.limit < 0 || ask.limit > mostPreviewed)
        return Error{ErrorCode::InvalidArgument, u"limit out of range"_s}.atField(u"limit"_s);
    if (const auto fits = expectations::checkRule(ask.rule); !fits)
        return fits.error();
    const auto findings = _workspace.stores.findings().all();
    if (!findings)
        return findings.error();
    return previewOf(ask.rule, _rules, *findings, _workspace.clock.now(), ask.limit);
}

Result<Rule> Rulebook::complete(const User &by, Rule rule) const
{
    if (const auto given = checkReason(rule.reason); !given)
        return given.error();
    if (const auto fits = expectations::checkRule(rule); !fits)
        return fits.error();
    const QDateTime now = _workspace.clock.now();
    if (rule.expiresAt && *rule.expiresAt <= now)
        return Error{ErrorCode::InvalidArgument, u"this time is over already"_s}.atField(u"expires_at"_s);
    if (_rules.size() >= mostRules)
        return Error{ErrorCode::LimitExceeded, u"there are too many rules: remove some"_s};
    rule.id = RuleId(QUuid::createUuid().toString(QUuid::WithoutBraces));
    rule.pack.clear();
    rule.author = by.name;
    rule.createdAt = now;
    return rule;
}

Result<qint64> Rulebook::judgeAll(Changes &changes, const QList<Rule> &rules)
{
    drift::Judgement anew(rules, _workspace.clock.now());
    const auto findings = _workspace.stores.findings().all();
    if (!findings)
        return findings.error();
    QMap<InstanceRef, QList<Finding>> changed;
    qint64 count = 0;
    for (const Finding &before : *findings) {
        Finding after = before;
        anew.judge(after);
        if (isJudged(before, after))
            continue;
        changed[after.instance].append(after);
        count += isShownOtherwise(before, after) ? 1 : 0;
    }
    for (auto it = changed.begin(); it != changed.end(); ++it) {
        if (const auto judged = _workspace.stores.findings().judge(*it); !judged)
            return judged.error();
        changes.tell(protocol::FindingsChanged{it.key(), *it, {}});
    }
    return count;
}

Result<Rulebook::Settled> Rulebook::settle(Changes &changes, const User &by, const QString &reason,
                                           Bearing bearing)
{
    const auto rules = read();
    if (!rules)
        return rules.error();
    const auto findings = judgeAll(changes, *rules);
    if (!findings)
        return findings.error();
    if (bearing == Bearing::Judging)
        return Settled{*findings};
    const auto revision = _revise(changes, by, reason, comparisonRulesOf(*rules));
    if (!revision)
        return revision.error();
    return Settled{*findings, *revision};
}

// The transaction is over: what is remembered follows what is stored.
Result<protocol::RulesChanged> Rulebook::settled(const Result<Settled> &done, const QList<RuleId> &rules)
{
    if (!done)
        return done.error();
    done->revision.whenStored();
    if (const auto read = reload(); !read)
        return read.error();
    protocol::RulesChanged reply;
    reply.rules = rules;
    reply.findings = done->findings;
    reply.version = done->revision.version;
    reply.evaluations = done->revision.evaluations;
    return reply;
}

Result<protocol::RulesChanged> Rulebook::take(const User &by, const QList<Rule> &rules, const QString &reason)
{
    const bool revises = std::any_of(rules.begin(), rules.end(),
                                     [](const Rule &rule) { return changesComparison(rule.kind); });
    const auto done = _workspace.change<Settled>([&](Changes &changes) -> Result<Settled> {
        for (const Rule &rule : rules) {
            if (const auto added = _workspace.stores.rules().add(rule); !added)
                return added.error();
            if (const auto noted = note(by, u"rules.add"_s, rule); !noted)
                return noted.error();
        }
        return settle(changes, by, reason, revises ? Bearing::Comparing : Bearing::Judging);
    });
    QList<RuleId> ids;
    for (const Rule &rule : rules)
        ids.append(rule.id);
    return settled(done, ids);
}

Result<protocol::RulesChanged> Rulebook::add(const User &by, const protocol::AddRule &ask)
{
    if (!ask.rule.pack.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"packs are shipped, not made"_s}.atField(u"pack"_s);
    const auto rule = complete(by, ask.rule);
    if (!rule)
        return rule.error();
    return take(by, {*rule}, u"rule: "_s + rule->reason);
}

Result<protocol::RulesChanged> Rulebook::remove(const User &by, const protocol::RemoveRule &ask)
{
    const auto known
        = std::find_if(_rules.begin(), _rules.end(), [&](const Rule &rule) { return rule.id == ask.rule; });
    if (known == _rules.end())
        return Error{ErrorCode::NotFound, u"no rule "_s + ask.rule.toString()};
    const Rule rule = *known;
    if (!rule.pack.isEmpty()) {
        return Error{
            .code = ErrorCode::Unsupported,
            .message = u"the rule belongs to the shipped pack "_s + rule.pack,
            .remedy
            = u"name it below packs_off in rules.yaml and import that, or add a rule of your own for the same place: it counts more"_s};
    }
    const auto done = _workspace.change<Settled>([&](Changes &changes) -> Result<Settled> {
        const QDateTime now = _workspace.clock.now();
        if (const auto removed = _workspace.stores.rules().setRemoved(rule.id, now); !removed)
            return removed.error();
        const QString detail
            = ask.reason.isEmpty() ? said(rule) : QString(ask.reason + u" ("_s + said(rule) + u')');
        const auto noted
            = _workspace.stores.audit().add({now, by.name, u"rules.remove"_s, rule.id.toString(), detail});
        if (!noted)
            return noted.error();
        return settle(changes, by, u"rule removed: "_s + said(rule),
                      changesComparison(rule.kind) ? Bearing::Comparing : Bearing::Judging);
    });
    return settled(done, {rule.id});
}

Result<protocol::RulesChanged> Rulebook::ignore(const User &by, const protocol::IgnoreFindings &ask)
{
    if (ask.findings.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"name findings"_s}.atField(u"findings"_s);
    QList<Rule> rules;
    QList<protocol::RefusedFinding> refused;
    for (const FindingId &id : ask.findings) {
        const auto finding = _workspace.stores.findings().find(id);
        if (!finding)
            return finding.error();
        if (!*finding || !(*finding)->ignoredBy.isEmpty()) {
            refused.append({id, *finding ? u"it is hidden already"_s : u"no open finding"_s});
            continue;
        }
        Rule wanted;
        wanted.kind = RuleKind::Ignore;
        wanted.scope = scopeOf(**finding, ask.scope);
        wanted.findingKinds = {(*finding)->kind};
        wanted.reason = ask.reason;
        wanted.expiresAt = ask.expiresAt;
        const auto rule = complete(by, wanted);
        if (!rule)
            return rule.error();
        const bool isThere = std::any_of(rules.begin(), rules.end(), [&](const Rule &other) {
            return other.scope == rule->scope && other.findingKinds == rule->findingKinds;
        });
        if (!isThere)
            rules.append(*rule);
    }
    if (rules.isEmpty()) {
        protocol::RulesChanged nothing;
        nothing.refused = refused;
        return nothing;
    }
    auto reply = take(by, rules, ask.reason);
    if (reply)
        reply->refused = refused;
    return reply;
}

Result<void> Rulebook::note(const User &by, const QString &action, const Rule &rule)
{
    return _workspace.stores.audit().add(
        {_workspace.clock.now(), by.name, action, rule.id.toString(), said(rule)});
}

Result<QList<Rule>> Rulebook::import(Changes &changes, const User &by, const expectations::RuleFile &file)
{
    RuleStore &store = _workspace.stores.rules();
    const auto records = store.rules();
    if (!records)
        return records.error();
    const QDateTime now = _workspace.clock.now();
    QHash<RuleId, bool> stands; // of the rules that a file brought
    for (const RuleRecord &record : *records) {
        if (record.rule.id.toString().startsWith(ofFile))
            stands.insert(record.rule.id, !record.removedAt.isValid());
    }
    QSet<RuleId> wanted;
    for (Rule rule : file.rules) {
        rule.id = idInFile(rule);
        if (wanted.contains(rule.id))
            continue;
        wanted.insert(rule.id);
        if (stands.value(rule.id))
            continue;
        rule.author = by.name;
        rule.createdAt = now;
        const auto done = stands.contains(rule.id) ? store.setRemoved(rule.id, {}) : store.add(rule);
        if (!done)
            return done.error();
        if (const auto noted = note(by, u"rules.add"_s, rule); !noted)
            return noted.error();
    }
    for (const RuleRecord &record : *records) {
        if (!stands.value(record.rule.id) || wanted.contains(record.rule.id))
            continue;
        if (const auto removed = store.setRemoved(record.rule.id, now); !removed)
            return removed.error();
        if (const auto noted = note(by, u"rules.remove"_s, record.rule); !noted)
            return noted.error();
    }
    QStringList off = file.packsOff;
    off.removeDuplicates();
    if (const auto set = store.setPacksOff(off); !set)
        return set.error();
    const auto rules = read();
    if (!rules)
        return rules.error();
    if (const auto judged = judgeAll(changes, *rules); !judged)
        return judged.error();
    return comparisonRulesOf(*rules);
}

Result<void> Rulebook::look()
{
    const QDateTime now = _workspace.clock.now();
    const auto records = _workspace.stores.rules().rules();
    if (!records)
        return records.error();
    bool revises = false;
    bool judges = false;
    for (const RuleRecord &record : *records) {
        const bool isNews
            = !record.removedAt.isValid() && !record.expiryTold && expectations::hasExpired(record.rule, now);
        if (!isNews)
            continue;
        (changesComparison(record.rule.kind) ? revises : judges) = true;
    }
    if (!revises && !judges)
        return {};
    const User host{u"archivesmp"_s, UserRole::Admin, {}};
    const auto done = _workspace.change<Settled>([&](Changes &changes) -> Result<Settled> {
        for (const RuleRecord &record : *records) {
            if (record.removedAt.isValid() || record.expiryTold
                || !expectations::hasExpired(record.rule, now))
                continue;
            if (const auto told = _workspace.stores.rules().tellExpiry(record.rule.id); !told)
                return told.error();
            if (const auto noted = note(host, u"rules.expire"_s, record.rule); !noted)
                return noted.error();
        }
        return settle(changes, host, u"a rule's time is over"_s,
                      revises ? Bearing::Comparing : Bearing::Judging);
    });
    const auto known = settled(done, {});
    return known ? Result<void>() : known.error();
}

Result<void> Rulebook::follow(const QList<Rule> &ofVersion)
{
    const auto records = _workspace.stores.rules().rules();
    if (!records)
        return records.error();
    const QDateTime now = _workspace.clock.now();
    for (const RuleRecord &record : *records) {
        if (!changesComparison(record.rule.kind))
            continue;
        const bool wanted = std::any_of(ofVersion.begin(), ofVersion.end(),
                                        [&](const Rule &rule) { return rule.id == record.rule.id; });
        if (wanted != record.removedAt.isValid())
            continue;
        const auto set = _workspace.stores.rules().setRemoved(record.rule.id, wanted ? QDateTime() : now);
        if (!set)
            return set;
    }
    return {};
}

} // namespace archivesmp::agent::coordinator
