// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/planbook.h"

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

Result<Plan> PlanBook::show(const QString &createdBy, MakePlan make)
{
    dropOld();
    auto plan = make();
    if (!plan)
        return plan;
    plan->id = planId(*plan);
    plan->createdBy = createdBy;
    plan->createdAt = _clock.now();
    _shown.insert(plan->id, {*plan, std::move(make), _clock.uptime()});
    return plan;
}

Result<Plan> PlanBook::confirm(const PlanId &id)
{
    dropOld();
    const auto shown = _shown.constFind(id);
    if (shown == _shown.constEnd()) {
        return Error{ErrorCode::NotFound,     u"no such plan, or it is too old"_s, {}, 0, 0, {},
                     u"make the plan again"_s};
    }
    const auto now = shown->make();
    if (!now)
        return now.error().because(u"the plan cannot be carried out any more"_s);
    if (planId(*now) != id) {
        return Error{ErrorCode::Conflict,
                     u"the fleet has changed since the plan was shown"_s,
                     {},
                     0,
                     0,
                     {},
                     u"make the plan again and look at it"_s};
    }
    if (const QString blocker = firstBlocker(*now); !blocker.isEmpty())
        return Error{ErrorCode::Conflict, u"the plan cannot be carried out: "_s + blocker};
    return shown->plan;
}

void PlanBook::dropOld()
{
    _shown.removeIf([&](const auto &entry) { return _clock.uptime() - entry.value().at > _age; });
}

} // namespace archivesmp::agent::coordinator
