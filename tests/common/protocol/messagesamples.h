// SPDX-License-Identifier: GPL-3.0-or-later
// One of each message of the control door, with every member set.
#pragma once

#include "common/protocol/codec.h"

#include <QList>

namespace archivesmp::tests {

[[nodiscard]] QList<protocol::Request> sampleRequests();
[[nodiscard]] QList<protocol::EventBody> sampleEventBodies();

[[nodiscard]] protocol::HelloReply sampleHelloReply();
[[nodiscard]] protocol::FleetState sampleFleetState();
[[nodiscard]] protocol::FindingPage sampleFindingPage();
[[nodiscard]] protocol::FindingDetail sampleFindingDetail();
[[nodiscard]] protocol::JobPage sampleJobPage();
[[nodiscard]] protocol::JobDetail sampleJobDetail();
[[nodiscard]] protocol::ImportReply sampleImportReply();
[[nodiscard]] protocol::FindingsAccepted sampleFindingsAccepted();
[[nodiscard]] protocol::RulesChanged sampleRulesChanged();
[[nodiscard]] protocol::RulePage sampleRulePage();
[[nodiscard]] protocol::RulePreview sampleRulePreview();
[[nodiscard]] protocol::VersionPage sampleVersionPage();
[[nodiscard]] protocol::VersionUndone sampleVersionUndone();
[[nodiscard]] protocol::ExportPart sampleExportPart();
[[nodiscard]] protocol::AliasList sampleAliasList();
[[nodiscard]] protocol::SettingCard sampleSettingCard();

} // namespace archivesmp::tests
