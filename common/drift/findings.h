// SPDX-License-Identifier: GPL-3.0-or-later
// How findings are put together.
#pragma once

#include "common/config/configdocument.h"
#include "common/core/error.h"
#include "common/domain/finding.h"
#include "common/drift/valuecomparison.h"

#include <optional>

namespace archivesmp::drift {

[[nodiscard]] domain::Finding newFinding(const domain::InstanceRef &instance, const QString &plugin,
                                         const QString &file, domain::FindingKind kind,
                                         const QDateTime &seenAt);

// With its id: the last step of each of the below.
[[nodiscard]] domain::Finding identified(domain::Finding finding);

// How bad a kind is as long as no rule says otherwise.
[[nodiscard]] domain::Severity usualSeverity(domain::FindingKind kind);

// Fill a finding in from the place that it is about.
[[nodiscard]] domain::Finding differing(domain::Finding finding, Match match,
                                        const config::ConfigDocument &document,
                                        config::ConfigDocument::NodeIndex node);
[[nodiscard]] domain::Finding extraKey(domain::Finding finding, const config::ConfigDocument &document,
                                       config::ConfigDocument::NodeIndex node);
[[nodiscard]] domain::Finding structureConflict(domain::Finding finding,
                                                const config::ConfigDocument &document,
                                                config::ConfigDocument::NodeIndex node);
[[nodiscard]] domain::Finding refused(domain::Finding finding, const Error &error);

// What the parser could live with, as one finding; nullopt where there was nothing.
[[nodiscard]] std::optional<domain::Finding> problemFinding(domain::Finding finding,
                                                            const config::ConfigDocument &document);

} // namespace archivesmp::drift
