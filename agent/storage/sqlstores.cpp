// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqlstores.h"

#include "agent/storage/migrator.h"

namespace archivesmp::agent::storage {

using namespace Qt::StringLiterals;

Result<std::unique_ptr<coordinator::Stores>> SqlStores::open(const DatabaseOptions &options)
{
    auto database = Database::open(options);
    if (!database)
        return database.error();
    if (const auto migrated = migrate(**database); !migrated)
        return migrated.error();
    return std::unique_ptr<coordinator::Stores>(std::make_unique<SqlStores>(std::move(*database)));
}

SqlStores::SqlStores(std::unique_ptr<Database> database)
    : _database(std::move(database))
    , _jobs(*_database)
    , _fleet(*_database)
    , _findings(*_database)
    , _keys(*_database)
    , _expectations(*_database)
    , _rules(*_database)
    , _scans(*_database)
    , _backups(*_database)
    , _audit(*_database)
    , _artifacts(*_database)
    , _orders(*_database)
{ }

Result<void> SqlStores::transaction(const std::function<Result<void>()> &work)
{
    return _database->transaction(work);
}

QString SqlStores::kind() const
{
    return _database->dialect() == Dialect::Sqlite ? u"SQLite"_s : u"MariaDB"_s;
}

} // namespace archivesmp::agent::storage
