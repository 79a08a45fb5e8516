// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/storage/database.h"

namespace archivesmp::agent::storage {

// The schema version that this program knows.
[[nodiscard]] int newestSchema(Dialect dialect);

// Brings the schema to newestSchema(). Refuses a newer one, naming both versions, and one that lacks a table
// that it should have.
[[nodiscard]] Result<void> migrate(Database &database);

} // namespace archivesmp::agent::storage
