// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/migrator.h"

#include "agent/storage/statements.h"

#include <QRegularExpression>

#include <algorithm>

namespace archivesmp::agent::storage {

using namespace Qt::StringLiterals;

namespace {

Result<QList<int>> appliedVersions(Database &database)
{
    return database.read<int>(u"migrations/applied"_s, {}, [](Row &row) { return row.number(); });
}

// A step of MariaDB's schema commits by itself, so a migration that was cut short is run again from its
// start: its statements say IF NOT EXISTS.
Result<void> apply(Database &database, const Migration &migration)
{
    return database.transaction([&]() -> Result<void> {
        for (const QString &statement : migration.statements) {
            if (const auto done = database.runText(statement); !done)
                return done.error().because(migration.name);
        }
        const auto noted = database.run(u"migrations/note"_s, {migration.version, migration.name});
        return noted ? Result<void>() : noted.error();
    });
}

Result<void> checkTables(const Database &database)
{
    static const QRegularExpression creates(u"^CREATE TABLE IF NOT EXISTS (\\w+)"_s);
    const QStringList present = database.tables();
    for (const Migration &migration : migrations(database.dialect())) {
        for (const QString &statement : migration.statements) {
            const QString table = creates.match(statement).captured(1);
            if (!table.isEmpty() && !present.contains(table)) {
                return Error{ErrorCode::Corrupt,
                             u"the database says that it has schema version "_s
                                 + QString::number(migration.version) + u" but lacks the table "_s + table,
                             {},
                             0,
                             0,
                             {},
                             u"restore it from a backup"_s};
            }
        }
    }
    return {};
}

} // namespace

int newestSchema(Dialect dialect)
{
    return migrations(dialect).constLast().version;
}

Result<void> migrate(Database &database)
{
    if (const auto done = database.runText(statementText(u"migrations/table"_s, database.dialect())); !done)
        return done;
    const auto applied = appliedVersions(database);
    if (!applied)
        return applied.error();
    const int newest = newestSchema(database.dialect());
    const int version = applied->isEmpty() ? 0 : *std::max_element(applied->begin(), applied->end());
    if (version > newest) {
        return Error{ErrorCode::Unsupported,
                     u"the database has schema version "_s + QString::number(version)
                         + u", this program knows up to "_s + QString::number(newest),
                     {},
                     0,
                     0,
                     {},
                     u"install the newer program, or restore the database from before its upgrade"_s};
    }
    for (const Migration &migration : migrations(database.dialect())) {
        // Numbers have gaps, and a lower one may have come later.
        if (applied->contains(migration.version))
            continue;
        if (const auto done = apply(database, migration); !done)
            return done;
    }
    return checkTables(database);
}

} // namespace archivesmp::agent::storage
