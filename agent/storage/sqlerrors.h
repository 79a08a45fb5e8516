// SPDX-License-Identifier: GPL-3.0-or-later
// What the drivers' errors mean.
#pragma once

#include "agent/storage/database.h"

class QSqlError;

namespace archivesmp::agent::storage {

struct SqlFailure
{
    Error error;
    bool retryable = false;         // the whole transaction may be run again
    bool connectionLost = false;    // open a new one first
    bool undoesTransaction = false; // nothing of the transaction may be committed after it
};

[[nodiscard]] SqlFailure classify(const QSqlError &error, Dialect dialect);

// Why the database could not be opened, with what to do about it; never with the password.
[[nodiscard]] Error connectionError(const QSqlError &error, const DatabaseOptions &options);

} // namespace archivesmp::agent::storage
