// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/rulecheck.h"

namespace archivesmp::expectations {

using namespace domain;
using namespace Qt::StringLiterals;

Result<void> checkRule(const Rule &rule)
{
    if (rule.kind == RuleKind::List && rule.listMode == ListMode::Keyed && rule.listKey.isEmpty()) {
        return Error{ErrorCode::InvalidArgument, u"a keyed list needs the name of its key"_s}.atField(
            u"list_key"_s);
    }
    const bool judges = !changesComparison(rule.kind);
    if (!judges && !rule.findingKinds.isEmpty()) {
        return Error{ErrorCode::InvalidArgument, u"only rules that judge findings name their kinds"_s}
            .atField(u"finding_kinds"_s);
    }
    const bool saysNothing = rule.scope == RuleScope() && rule.findingKinds.isEmpty();
    if (saysNothing && rule.kind != RuleKind::ExtraKeys) {
        return Error{ErrorCode::InvalidArgument,
                     u"a rule for everything is no rule: name a plugin, a file, a key or an instance"_s}
            .atField(u"scope"_s);
    }
    return {};
}

} // namespace archivesmp::expectations
