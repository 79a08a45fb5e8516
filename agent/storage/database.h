// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/storage/row.h"
#include "agent/storage/rowbatch.h"
#include "common/core/result.h"
#include "common/core/secret.h"

#include <QHash>
#include <QList>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <functional>
#include <memory>

class QSqlError;

namespace archivesmp::agent::storage {

class BulkStatement;

enum class Dialect { Sqlite, MariaDb };

struct DatabaseOptions
{
    Dialect dialect = Dialect::Sqlite;
    QString file; // SQLite: made with mode 0600 where absent
    QString host; // MariaDB, from here on
    quint16 port = 3306;
    QString name;
    QString username;
    Secret password;
    QString tlsCa;    // PEM file; empty for no TLS
    bool bulk = true; // many rows by MariaDB's bulk protocol where that is possible
};

// One connection in one thread: made, used and destroyed there. Statements are asked for by the name of their
// file under sql/ without the ending. A connection that was lost is opened again by the next call; errors are
// Unavailable while the database is away, AlreadyExists for a duplicate, LimitExceeded (with the column as
// the field) for a value that is too long.
class Database final
{
public:
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const DatabaseOptions &options);
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    // Carries out what `work` does as a whole or not at all. It is begun anew, up to three times, when the
    // connection was lost or another transaction was in the way, so it must have no effect outside the
    // database that a second run would double. A transaction inside another one is a part of it.
    [[nodiscard]] Result<void> transaction(const std::function<Result<void>()> &work);

    // The number of rows changed.
    [[nodiscard]] Result<int> run(const QString &statement, const QVariantList &values = {});

    // One statement for many rows, in as few round trips as their size allows. In an INSERT the placeholders
    // of one row stand between "/*row*/" and "/*end*/". `fill` gives the values of the row with a number, in
    // the order of the numbers. Where a row fails, others may be there: use it in a transaction.
    using FillRow = std::function<void(qsizetype number, RowBatch &to)>;
    [[nodiscard]] Result<void> runForRows(const QString &statement, qsizetype rows, const FillRow &fill);
    [[nodiscard]] Result<void> runForRows(const QString &statement, const QList<QVariantList> &rows);

    template <typename T>
    [[nodiscard]] Result<QList<T>> read(const QString &statement, const QVariantList &values,
                                        const std::function<T(Row &)> &make)
    {
        QList<T> all;
        const auto done = each(statement, values, [&](Row &row) { all.append(make(row)); });
        if (!done)
            return done.error();
        return all;
    }
    template <typename T>
    [[nodiscard]] Result<std::optional<T>> readOne(const QString &statement, const QVariantList &values,
                                                   const std::function<T(Row &)> &make)
    {
        std::optional<T> one;
        const auto done = each(statement, values, [&](Row &row) { one = make(row); });
        if (!done)
            return done.error();
        return one;
    }

    // SQL that stands in no file: migrations, and what a test wants.
    [[nodiscard]] Result<void> runText(const QString &sql);
    [[nodiscard]] QStringList tables() const;
    [[nodiscard]] Dialect dialect() const { return _options.dialect; }

private:
    explicit Database(DatabaseOptions options);

    [[nodiscard]] Result<void> connect();
    [[nodiscard]] Result<void> ensureOpen();
    void close();
    [[nodiscard]] Result<QSqlQuery *> prepared(const QString &key, const QString &sql);
    [[nodiscard]] Result<void> each(const QString &statement, const QVariantList &values,
                                    const std::function<void(Row &)> &take);
    [[nodiscard]] Result<QSqlQuery *> execute(const QString &key, const QString &sql,
                                              const QVariantList &values);
    [[nodiscard]] Result<void> runInBulk(const QString &statement, RowBatch &rows);
    [[nodiscard]] Result<void> runInGroups(const QString &statement, RowBatch &rows);
    [[nodiscard]] Result<void> attempt(const std::function<Result<void>()> &work);
    [[nodiscard]] Error noted(const QSqlError &error);
    [[nodiscard]] const QString &text(const QString &statement);

    DatabaseOptions _options;
    QString _connection;
    QHash<QString, QString> _texts;
    QHash<QString, std::shared_ptr<QSqlQuery>> _prepared;
    QHash<QString, std::shared_ptr<BulkStatement>> _bulk;
    bool _knowsBulk = false; // of the connection that is open
    int _depth = 0;
    bool _retryable = false;       // the last failure was of a kind that a second run can mend
    bool _lost = false;            // the connection is gone
    std::optional<Error> _failure; // of the transaction that runs: what was swallowed still undoes it
};

} // namespace archivesmp::agent::storage
