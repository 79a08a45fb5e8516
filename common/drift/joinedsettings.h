// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/drift/keyresolver.h"
#include "common/expectations/setting.h"

#include <memory>

namespace archivesmp::drift {

// "config.limit" of one file of expectations and "limit" of another may be one place of one file; as two
// settings one of them would seem to be missing there. They become one with the layers of both, whose entry
// alone stays in the resolution. Where both have a value for the same layer, the one that names its file
// counts, for it is the more exact; where the values differ the resolution says so among its unresolved keys.
// Nothing where there are none.
[[nodiscard]] std::unique_ptr<const expectations::PluginExpectations> joinedSettings(
    const expectations::PluginExpectations &plugin, PluginResolution &resolution);

} // namespace archivesmp::drift
