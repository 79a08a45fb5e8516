// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/storage/testdatabase.h"

#include <QDir>

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

QList<QByteArray> TestDatabase::storedBytes() const
{
    QList<QByteArray> all;
    const QDir folder(_folder.path());
    for (const QFileInfo &entry : folder.entryInfoList(QDir::Files)) {
        QFile file(entry.filePath());
        if (file.open(QIODevice::ReadOnly))
            all.append(file.readAll());
    }
    return all;
}

} // namespace archivesmp::tests
