// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/conversation.h"

namespace archivesmp::app::cli {

// All findings that fit, page by page; an error ends the command.
void fetchFindings(Conversation &talk, const protocol::ListFindings &query,
                   std::function<void(const QList<domain::Finding> &)> then);

// Full ids for what was typed: ids, or beginnings of at least four digits that fit one finding only.
void resolveFindings(Conversation &talk, const QStringList &typed,
                     std::function<void(const QList<FindingId> &)> then);

} // namespace archivesmp::app::cli
