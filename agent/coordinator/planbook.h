// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/core/result.h"
#include "common/domain/plan.h"

#include <QHash>

#include <chrono>
#include <functional>

namespace archivesmp::agent::coordinator {

// Makes the plan that the fleet asks for now; called again when the plan is to be applied.
using MakePlan = std::function<Result<domain::Plan>()>;

// The plans that were shown and can still be applied. Belongs to the coordinator's thread.
class PlanBook final
{
public:
    PlanBook(const Clock &clock, std::chrono::milliseconds age)
        : _clock(clock)
        , _age(age)
    { }

    // The plan with its id, creator and time, kept with how it was made.
    [[nodiscard]] Result<domain::Plan> show(const QString &createdBy, MakePlan make);

    // The plan, made anew: Conflict where it would not be the same any more or has a blocker, NotFound where
    // it was never shown or too long ago.
    [[nodiscard]] Result<domain::Plan> confirm(const PlanId &id);

private:
    struct Shown
    {
        domain::Plan plan;
        MakePlan make;
        std::chrono::milliseconds at; // uptime
    };

    void dropOld();

    const Clock &_clock;
    std::chrono::milliseconds _age;
    QHash<PlanId, Shown> _shown;
};

} // namespace archivesmp::agent::coordinator
