// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/storage/sqlstores.h"
#include "tests/support/mariadbserver.h"

#include <QTemporaryDir>

#include <memory>

namespace archivesmp::tests {

// An empty database of its own for one test: an SQLite file, or a schema in a MariaDB that the test program
// has started, as the program was compiled.
class TestDatabase final
{
public:
    TestDatabase();
    ~TestDatabase();
    Q_DISABLE_COPY_MOVE(TestDatabase)

    [[nodiscard]] const agent::storage::DatabaseOptions &options() const { return _options; }
    [[nodiscard]] std::unique_ptr<agent::storage::Database> open() const;     // without a schema
    [[nodiscard]] std::unique_ptr<agent::coordinator::Stores> stores() const; // with it
    [[nodiscard]] QList<QByteArray> storedBytes() const;                      // of every file that holds it
    [[nodiscard]] MariaDbServer *mariaDb() const;                             // null where it is SQLite
    [[nodiscard]] QStringList askRoot(const QString &sql) const; // the first column; MariaDB only

private:
    QTemporaryDir _folder;
    agent::storage::DatabaseOptions _options;
};

} // namespace archivesmp::tests
