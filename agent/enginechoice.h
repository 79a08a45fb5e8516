// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/redis/redisconnection.h"
#include "agent/settings/agentsettings.h"
#include "agent/storage/database.h"

namespace archivesmp::agent {

// The storage that the settings choose: MariaDB where its section is present, else SQLite in the state
// folder.
[[nodiscard]] storage::DatabaseOptions databaseOptions(const settings::AgentSettings &settings);

// Redis as the agent reaches it; only where its section is present.
[[nodiscard]] redis::RedisServer redisServer(const settings::AgentSettings &settings);

// What a JAR's SHA-256 is appended to for the address at which the host's HTTPS API, on that port, hands it
// out: by its ip_address in servers:, else the address that it is bound to, else the machine's name. Without
// the machine where the port is not known yet (0).
[[nodiscard]] QString artifactUrl(const settings::AgentSettings &settings, int port);

} // namespace archivesmp::agent
