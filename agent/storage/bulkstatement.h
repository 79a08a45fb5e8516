// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/storage/rowbatch.h"

#include <QSqlDatabase>
#include <QSqlError>

#include <memory>

struct st_mysql_stmt; // MYSQL_STMT

namespace archivesmp::agent::storage {

// A prepared statement for one row, carried out for many in one round trip by MariaDB's bulk protocol, which
// QMYSQL does not speak. It works beneath the driver on the driver's own connection, and so belongs to the
// transaction that runs there; it must be gone before the connection is closed.
class BulkStatement final
{
public:
    // False for another driver, for one that was built on another client library than this program, and for a
    // server that does not know the protocol.
    [[nodiscard]] static bool isPossible(const QSqlDatabase &database);

    explicit BulkStatement(const QSqlDatabase &database); // where isPossible()

    // An error of the kind NoError where all went well.
    [[nodiscard]] QSqlError prepare(const QString &sql);
    [[nodiscard]] QSqlError execute(RowBatch &rows);

private:
    struct Close
    {
        void operator()(st_mysql_stmt *statement) const;
    };

    [[nodiscard]] QSqlError lastError() const;

    std::unique_ptr<st_mysql_stmt, Close> _statement;
    std::vector<std::vector<char *>> _texts; // where each begins, by column
};

} // namespace archivesmp::agent::storage
