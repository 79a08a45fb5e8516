// SPDX-License-Identifier: GPL-3.0-or-later
// The words for what a job is and how it goes.
#pragma once

#include "app/widgets/glyph.h"
#include "common/domain/job.h"

namespace archivesmp::app::jobs {

// "Deploy CoreProtect 22.4 to 6 instances", "Scan ovh", "Fix 1 setting on DEV01".
[[nodiscard]] QString jobTitle(const domain::Job &job, const QList<domain::Job> &children);

[[nodiscard]] QString statusText(domain::JobStatus status);
[[nodiscard]] widgets::Mark statusMark(const domain::Job &job);

// Somebody rolled it back after it had been completed. A job that undid itself because something failed tells
// what failed, and that is a failure.
[[nodiscard]] bool wasTakenBack(const domain::Job &job);

// The word in front of the story once a job is final: "verified", "rolled back", "failed"; empty before.
[[nodiscard]] QString outcomeText(const domain::Job &job);

// Where it stands, or at the end the proof or the reason.
[[nodiscard]] QString storyText(const domain::Job &job, const QList<domain::Job> &children);

// How far it is, for a bar: 0 … 1, or less than 0 where that cannot be said.
[[nodiscard]] double progressOf(const domain::Job &job, const QList<domain::Job> &children);
[[nodiscard]] QString progressText(const domain::Job &job, const QList<domain::Job> &children);

[[nodiscard]] bool canCancel(const domain::Job &job);
[[nodiscard]] bool canRollBack(const domain::Job &job);

} // namespace archivesmp::app::jobs
