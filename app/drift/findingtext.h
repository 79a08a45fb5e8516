// SPDX-License-Identifier: GPL-3.0-or-later
// The words for what a finding holds.
#pragma once

#include "app/widgets/glyph.h"
#include "common/domain/finding.h"

namespace archivesmp::app::drift {

[[nodiscard]] QString kindText(domain::FindingKind kind);
[[nodiscard]] QString severityText(domain::Severity severity);
[[nodiscard]] QString layerText(domain::Layer layer);
[[nodiscard]] widgets::Mark severityMark(domain::Severity severity);

[[nodiscard]] QString expectedText(const domain::Finding &finding);
[[nodiscard]] QString actualText(const domain::Finding &finding);
[[nodiscard]] widgets::Tone actualTone(const domain::Finding &finding);

enum class TextQuotes { Without, With };

// A value alone: six dots for a secret, quotes around a text where types are the point.
[[nodiscard]] QString valueText(const domain::ShownValue &value, TextQuotes quotes);

// The setting's path, or the file, or the plugin: what the finding is about.
[[nodiscard]] QString subjectText(const domain::Finding &finding);

// One sentence that says more than the columns do.
// What puts a finding right that no value written does; empty where one does.
[[nodiscard]] QString remedyText(domain::FindingKind kind);
[[nodiscard]] QString explanation(const domain::Finding &finding);

} // namespace archivesmp::app::drift
