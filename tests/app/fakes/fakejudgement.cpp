// SPDX-License-Identifier: GPL-3.0-or-later
// What a FakeHost does with verdicts: findings go, rules and versions come, and all of it can be taken back.
#include "tests/app/fakes/fakehost.h"

#include "common/expectations/rulepattern.h"

#include <algorithm>
#include <utility>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;
using namespace domain;
using namespace protocol;

void FakeHost::addVersion(const QString &reason, const VersionSummary &summary, qint64 undoes)
{
    const qint64 next = versions.isEmpty() ? 1 : versions.first().version + 1;
    versions.prepend({next, hello.user.name, QDateTime::currentDateTimeUtc(), reason, summary, undoes});
}

Result<FindingsAccepted> FakeHost::answer(const AcceptFindings &request)
{
    if (request.reason.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"a reason is needed"_s}.atField(u"reason"_s);
    FindingsAccepted done;
    VersionSummary summary;
    QList<Finding> gone;
    for (const FindingId &id : request.findings) {
        const Finding *finding = find(id);
        if (finding == nullptr) {
            done.refused.append({id, u"it is not open"_s});
            continue;
        }
        gone.append(*finding);
        ++summary.changed;
        summary.plugins.append(finding->plugin);
        summary.examples.append(finding->plugin + u": "_s + finding->key.toString());
        done.accepted.append(id);
    }
    if (!gone.isEmpty())
        addVersion(request.reason, summary, 0);
    done.version = versions.isEmpty() ? 0 : versions.first().version;
    _accepted.insert(done.version, gone);
    for (const Finding &finding : gone)
        resolve(finding.id);
    return done;
}

void FakeHost::hide(const Finding &finding, const RuleId &rule)
{
    Finding hidden = finding;
    hidden.ignoredBy = rule;
    findings.removeIf([&](const Finding &held) { return held.id == finding.id; });
    send(FindingsChanged{hidden.instance, {hidden}, {}});
    hidden.ignoredBy = {};
    _hidden[rule].append(hidden);
}

Result<RulesChanged> FakeHost::answer(const IgnoreFindings &request)
{
    RulesChanged done;
    for (const FindingId &id : request.findings) {
        const Finding *found = find(id);
        if (found == nullptr) {
            done.refused.append({id, u"it is not open"_s});
            continue;
        }
        const Finding finding = *found;
        Rule rule;
        rule.id = RuleId(u"rule-%1"_s.arg(++_rulesMade));
        rule.scope = {finding.plugin, finding.file, finding.key.toString(),
                      request.scope == Layer::Instance ? finding.instance.toString() : QString()};
        rule.findingKinds = {finding.kind};
        rule.reason = request.reason;
        rule.author = hello.user.name;
        rule.createdAt = QDateTime::currentDateTimeUtc();
        rule.expiresAt = request.expiresAt;
        rules.prepend({rule, 1, false});
        done.rules.append(rule.id);
        ++done.findings;
        hide(finding, rule.id);
    }
    return done;
}

RulePage FakeHost::answer(const ListRules &)
{
    return {rules};
}

RulePreview FakeHost::answer(const PreviewRule &request)
{
    const expectations::RulePattern pattern(request.rule);
    RulePreview preview;
    preview.certain = !changesComparison(request.rule.kind);
    for (const Finding &finding : std::as_const(findings)) {
        if (!pattern.fits(finding))
            continue;
        ++preview.findings;
        if (preview.first.size() < request.limit)
            preview.first.append(finding);
    }
    return preview;
}

RulesChanged FakeHost::answer(const AddRule &request)
{
    Rule rule = request.rule;
    rule.id = RuleId(u"rule-%1"_s.arg(++_rulesMade));
    rules.prepend({rule, 0, false});
    return {.rules = {rule.id}};
}

Result<RulesChanged> FakeHost::answer(const RemoveRule &request)
{
    const auto gone = rules.removeIf([&](const RuleState &state) { return state.rule.id == request.rule; });
    if (gone == 0)
        return Error{ErrorCode::NotFound, u"no such rule"_s};
    const QList<Finding> shownAgain = _hidden.take(request.rule);
    for (const Finding &finding : shownAgain) {
        findings.append(finding);
        send(FindingsChanged{finding.instance, {finding}, {}});
    }
    return RulesChanged{.rules = {request.rule}, .findings = shownAgain.size()};
}

VersionPage FakeHost::answer(const ListVersions &)
{
    return {versions, versions.isEmpty() ? 0 : versions.first().version};
}

Result<VersionUndone> FakeHost::answer(const UndoVersion &request)
{
    if (versions.isEmpty() || versions.first().version != request.version)
        return Error{ErrorCode::Conflict, u"it is not the newest version"_s};
    addVersion(request.reason, versions.first().summary, request.version);
    for (const Finding &finding : _accepted.take(request.version)) {
        findings.append(finding);
        send(FindingsChanged{finding.instance, {finding}, {}});
    }
    return VersionUndone{versions.first().version, {}};
}

} // namespace archivesmp::tests
