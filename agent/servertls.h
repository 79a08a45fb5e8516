// SPDX-License-Identifier: GPL-3.0-or-later
// What every door of an agent needs.
#pragma once

#include "agent/settings/agentsettings.h"
#include "common/core/result.h"

#include <QHostAddress>
#include <QSslConfiguration>

namespace archivesmp::agent {

// With the agent's own certificate and key; whoever comes proves who it is by a key of its own.
[[nodiscard]] Result<QSslConfiguration> serverTls(const settings::TlsSettings &tls);

[[nodiscard]] QHostAddress doorAddress(const settings::AgentSettings &settings);

} // namespace archivesmp::agent
