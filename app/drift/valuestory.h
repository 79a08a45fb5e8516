// SPDX-License-Identifier: GPL-3.0-or-later
// The words for how a value came to be expected, and how the file came to differ.
#pragma once

#include "common/protocol/valuecard.h"

namespace archivesmp::app::drift {

// A line each: why it differs, when it was last applied, where else the same is expected. Empty where nothing
// of it is known.
[[nodiscard]] QString storyText(const protocol::ValueStory &story, const QDateTime &now);

// Who made a layer say what it says, when and why; empty where nobody is known.
[[nodiscard]] QString originText(const protocol::LayerValue &layer);

// The same in the few words that a card has room for.
[[nodiscard]] QString shortOriginText(const protocol::LayerValue &layer, const QDateTime &now);

// Why what is there cannot become what is expected; empty where it can.
[[nodiscard]] QString whyNotAcceptable(const domain::Finding &finding);

} // namespace archivesmp::app::drift
