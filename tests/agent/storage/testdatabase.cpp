// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/storage/testdatabase.h"

namespace archivesmp::tests {

using namespace agent::storage;
using namespace Qt::StringLiterals;

TestDatabase::TestDatabase()
{
    _options.file = _folder.filePath(u"fleet.sqlite"_s);
}

TestDatabase::~TestDatabase() = default;

std::unique_ptr<Database> TestDatabase::open() const
{
    auto database = Database::open(_options);
    if (!database)
        qFatal("%s", qPrintable(describe(database.error())));
    return std::move(*database);
}

std::unique_ptr<agent::coordinator::Stores> TestDatabase::stores() const
{
    auto stores = SqlStores::open(_options);
    if (!stores)
        qFatal("%s", qPrintable(describe(stores.error())));
    return std::move(*stores);
}

} // namespace archivesmp::tests
