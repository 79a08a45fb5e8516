// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QByteArray>

namespace archivesmp::agent::hostlink {

// What an answer of the host that is no success means for a worker. 404, 409 and 410 are final only with the
// host's own words in the body: anything between could have said them too. Everything else from 500 on may be
// repeated.
[[nodiscard]] Error hostError(int status, const QByteArray &body);

} // namespace archivesmp::agent::hostlink
