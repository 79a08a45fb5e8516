// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/difflines.h"
#include "common/domain/plan.h"

#include <functional>
#include <optional>

namespace archivesmp::app::deployments {

// What changes in one file, once for all instances where it is the same.
struct PlanSection
{
    QString title; // "plugins/CoreProtect/config.yml · same on 5 instances"
    QList<widgets::DiffLine> lines;

    friend bool operator==(const PlanSection &, const PlanSection &) = default;
};

// A job by its id, as far as it is known.
using JobLookup = std::function<std::optional<domain::Job>(const JobId &)>;

// What a rollback brings back stands in the job that it takes back: `jobOf` finds it.
[[nodiscard]] QList<PlanSection> sectionsOf(const domain::Plan &plan, const JobLookup &jobOf = {});

// "Wave 1 · proof", "Wave 2 · after wave 1 is verified".
[[nodiscard]] QString waveTitle(int wave, const domain::Plan &plan);

// What stands at the right of a target: versions, players, a blocker, or what becomes of it.
[[nodiscard]] QString targetNote(const domain::PlanTarget &target);

[[nodiscard]] QString shortId(const PlanId &id); // "7c1f·a94e"

// The same sentence with the first 8 characters of each UUID in it.
[[nodiscard]] QString withShortIds(const QString &text);

} // namespace archivesmp::app::deployments
