// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/rule.h"

#include <QList>
#include <QStringList>

namespace archivesmp::expectations {

// The rules that are shipped for well-known plugins and servers, one file each in resources/rules. They never
// change while the program runs; their ids, "pack/<pack>/<name>", never change at all.
[[nodiscard]] const QList<domain::Rule> &shippedRules();

// How a rule applies: an admin's own, and those of the packs that are on. A pack, or one rule of a pack, is
// off where `off` has its name or id ("CoreProtect", "pack/CoreProtect/version").
[[nodiscard]] QList<domain::Rule> withPacks(const QList<domain::Rule> &own, const QStringList &off = {});

// Reads all packs anew; an Error names the pack's file, line and field.
[[nodiscard]] Result<QList<domain::Rule>> readShippedRules();

} // namespace archivesmp::expectations
