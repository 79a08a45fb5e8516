// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/settings/agentsettings.h"
#include "common/core/error.h"

#include <QList>
#include <QString>

#include <tl/expected.hpp>

namespace archivesmp::agent::settings {

// Everything that is wrong with a configuration file, each with file, line, field and remedy; never empty.
using SettingsErrors = QList<Error>;

// Reads and validates host-config.yaml or client-config.yaml. Secrets are opened with the key in `secret.key`
// beside the file.
[[nodiscard]] tl::expected<AgentSettings, SettingsErrors> loadSettings(const QString &path);

// The place of the key that seals this configuration's secrets.
[[nodiscard]] QString secretKeyFile(const QString &settingsFile);

} // namespace archivesmp::agent::settings
