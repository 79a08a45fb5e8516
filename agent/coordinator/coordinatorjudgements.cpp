// SPDX-License-Identifier: GPL-3.0-or-later
// What the coordinator answers about what is expected and how findings are judged.
#include "agent/coordinator/coordinatorcore.h"

#include "common/core/textescape.h"
#include "common/expectations/acceptance.h"
#include "common/expectations/rulepattern.h"

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostAtOnce = 5000;
const User host{u"archivesmp"_s, UserRole::Admin, {}};

Result<void> checkFindings(const QList<FindingId> &findings)
{
    if (findings.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"name findings"_s}.atField(u"findings"_s);
    if (findings.size() > mostAtOnce)
        return Error{ErrorCode::LimitExceeded, u"too many findings at once"_s}.atField(u"findings"_s);
    return {};
}

} // namespace

// What the parts have to do with each other.
void CoordinatorCore::connectJudges()
{
    expectations.takeRulesFrom([this] { return rules.comparisonRules(); });
    expectations.giveRulesTo({[this](Changes &changes, const User &by, const expectations::RuleFile &file) {
                                  return rules.import(changes, by, file);
                              },
                              [this] { return rules.reload(); }});
    expectations.whenRevised([this](Changes &changes, const User &by, const ExpectationVersion &version,
                                    const expectations::ExpectationSet &before,
                                    const expectations::ExpectationSet &after) -> Result<QList<JobId>> {
        if (version.undoes > 0) {
            if (const auto followed = rules.follow(after.rules()); !followed)
                return followed.error();
        }
        return _evaluations.begin(changes, by, before, after);
    });
}

// Rules come and go with the program's own versions: what is expected follows.
Result<void> CoordinatorCore::startJudging()
{
    if (const auto started = rules.start(); !started)
        return started;
    if (!expectations.hasExpectations())
        return {};
    const auto set = expectations.set().withRules(rules.comparisonRules());
    const auto revised
        = expectations.revise(host, {set, u"rules.ship"_s, u"the rules of this version of the program"_s});
    return revised ? Result<void>() : revised.error();
}

Result<Rulebook::Revision> CoordinatorCore::reviseRules(Changes &changes, const User &by,
                                                        const QString &reason, const QList<Rule> &comparing)
{
    if (!expectations.hasExpectations())
        return Rulebook::Revision(); // the first import takes them in
    const auto draft = expectations.drafted(
        by, {expectations.set().withRules(comparing), u"expectations.rules"_s, reason});
    if (!draft)
        return draft.error();
    const auto revised = expectations.write(changes, by, *draft);
    if (!revised)
        return revised.error();
    const auto adopt = [this, draft = *draft] {
        expectations.adopt(draft);
        soonDispatch();
    };
    return Rulebook::Revision{revised->version, revised->evaluations, adopt};
}

Result<protocol::FindingsAccepted> CoordinatorCore::accept(const User &by,
                                                           const protocol::AcceptFindings &ask)
{
    if (const auto fits = checkFindings(ask.findings); !fits)
        return fits.error();
    if (ask.reason.trimmed().isEmpty())
        return Error{ErrorCode::InvalidArgument, u"a reason is needed"_s}.atField(u"reason"_s);
    protocol::FindingsAccepted reply;
    reply.version = expectations.version();
    QList<Finding> findings;
    for (const FindingId &id : ask.findings) {
        const auto finding = _stores->findings().find(id);
        if (!finding)
            return finding.error();
        if (!*finding)
            reply.refused.append({id, u"no open finding"_s});
        else if ((*finding)->provisional)
            reply.refused.append({id, u"what is expected has changed since; it is being compared anew"_s});
        else if (!findings.contains(**finding))
            findings.append(**finding);
    }
    const auto instances = _stores->fleet().instances({});
    if (!instances)
        return instances.error();
    QList<InstanceRef> fleet;
    for (const Instance &instance : *instances)
        fleet.append(instance.ref);
    const auto accepted = expectations::acceptFindings(expectations.set(), findings, ask.scope, fleet);
    for (const auto &refused : accepted.refused)
        reply.refused.append({refused.finding, refused.reason});
    if (accepted.accepted.isEmpty())
        return reply;
    const auto revised = expectations.revise(by, {accepted.set, u"findings.accept"_s, ask.reason});
    if (!revised)
        return revised.error();
    soonDispatch();
    reply.accepted = accepted.accepted;
    reply.version = revised->version;
    reply.evaluations = revised->evaluations;
    return reply;
}

Result<protocol::RulesChanged> CoordinatorCore::ignore(const User &by, const protocol::IgnoreFindings &ask)
{
    if (const auto fits = checkFindings(ask.findings); !fits)
        return fits.error();
    return rules.ignore(by, ask);
}

Result<protocol::VersionUndone> CoordinatorCore::undo(const User &by, const protocol::UndoVersion &ask)
{
    auto revision = expectations.undoing(by, ask);
    if (!revision)
        return revision.error();
    // The packs are those of this program, whatever there was then.
    QList<Rule> comparing = rules.comparisonRules();
    comparing.removeIf([](const Rule &rule) { return rule.pack.isEmpty(); });
    for (const Rule &rule : revision->set.rules()) {
        const bool isOwn = !rule.id.toString().startsWith("pack/"_L1);
        if (isOwn && !expectations::hasExpired(rule, _parts.clock.now()))
            comparing.append(rule);
    }
    revision->set = revision->set.withRules(comparing);
    const auto revised = expectations.revise(by, *revision);
    if (!revised)
        return revised.error();
    if (const auto read = rules.reload(); !read)
        return read.error();
    soonDispatch();
    return protocol::VersionUndone{revised->version, revised->evaluations};
}

Result<protocol::SettingCard> CoordinatorCore::settingCard(const protocol::GetSettingCard &ask)
{
    const auto instance = inventory.resolve(ask.instance);
    if (!instance)
        return instance.error().atField(u"instance"_s);
    return _cards.ofSetting(ask, *instance);
}

} // namespace archivesmp::agent::coordinator
