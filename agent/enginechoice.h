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

} // namespace archivesmp::agent
