// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/expectations/aliastable.h"

#include <QByteArray>

namespace archivesmp::expectations {

// {"instances": {"BIG01": "BIGG01"}, "plugins": {"folder": "Plugin"}}, both optional.
[[nodiscard]] Result<AliasTable> readAliases(const QByteArray &json);

} // namespace archivesmp::expectations
