// SPDX-License-Identifier: GPL-3.0-or-later
// How the rules of a set of expectations are written: in canonical JSON, with the members that they have
// everywhere, defaults left out.
#pragma once

#include "common/domain/rule.h"

#include <QByteArray>
#include <QList>

namespace archivesmp::expectations {

// What a comparison needs to know of the rules, sorted by id: rules that judge findings are left out, and so
// is who made the others, when and why.
[[nodiscard]] QList<domain::Rule> comparedBy(const QList<domain::Rule> &rules);

void appendRules(QByteArray &out, const QList<domain::Rule> &rules); // "[{…},…]"

} // namespace archivesmp::expectations
