// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/finding.h"
#include "common/domain/rule.h"
#include "common/protocol/judgementmessages.h"

#include <QDateTime>
#include <QList>

namespace archivesmp::agent::coordinator {

// Whether people see a finding that was judged again otherwise: not by which of several rules a hidden one is
// hidden, nor how bad it would be.
[[nodiscard]] bool isShownOtherwise(const domain::Finding &before, const domain::Finding &after);

// What a rule would do to findings that the rules there are have judged, before it is one of them. The first
// `limit` of those that it is about come along.
[[nodiscard]] protocol::RulePreview previewOf(domain::Rule rule, const QList<domain::Rule> &rules,
                                              const QList<domain::Finding> &findings, const QDateTime &now,
                                              qsizetype limit);

} // namespace archivesmp::agent::coordinator
