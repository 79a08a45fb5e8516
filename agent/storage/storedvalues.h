// SPDX-License-Identifier: GPL-3.0-or-later
// Values that stand as JSON in a text column, in the spelling that they have on the wire.
#pragma once

#include "agent/storage/utf8buffer.h"
#include "common/domain/backup.h"
#include "common/domain/finding.h"
#include "common/domain/job.h"
#include "common/domain/rule.h"
#include "common/protocol/expectationmessages.h"

namespace archivesmp::agent::storage {

// For columns that are never NULL: Qt binds a null text as NULL.
[[nodiscard]] QString notNull(const QString &text);

// Nothing is an empty text, and a text that this program cannot read is nothing.
[[nodiscard]] QString storedPayload(const domain::JobPayload &payload);
[[nodiscard]] domain::JobPayload payloadFromStored(const QString &text);

void storeShownValue(const domain::ShownValue &value, Utf8Buffer &to);
void storeKeyPath(const KeyPath &path, Utf8Buffer &to); // as KeyPath::toString() gives it
[[nodiscard]] domain::ShownValue shownValueFromStored(const QString &text);

[[nodiscard]] QString storedFix(const std::optional<domain::FixPreview> &fix);
[[nodiscard]] std::optional<domain::FixPreview> fixFromStored(const QString &text);

[[nodiscard]] QString storedRule(const domain::Rule &rule);
[[nodiscard]] domain::Rule ruleFromStored(const QString &text);

[[nodiscard]] QString storedObservation(const domain::Observation &observation);
[[nodiscard]] domain::Observation observationFromStored(const QString &text);

[[nodiscard]] QString storedSummary(const protocol::VersionSummary &summary);
[[nodiscard]] protocol::VersionSummary summaryFromStored(const QString &text);

[[nodiscard]] QString storedTexts(const QStringList &texts);
[[nodiscard]] QStringList textsFromStored(const QString &text);

[[nodiscard]] QString storedFiles(const QList<domain::BackupFile> &files);
[[nodiscard]] QList<domain::BackupFile> filesFromStored(const QString &text);

} // namespace archivesmp::agent::storage
