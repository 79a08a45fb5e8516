// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/database.h"

#include "agent/storage/bulkstatement.h"
#include "agent/storage/sqlerrors.h"
#include "agent/storage/statements.h"

#include <QFile>
#include <QLoggingCategory>
#include <QScopeGuard>
#include <QSqlError>
#include <QThread>
#include <QUuid>

#include <bit>
#include <utility>

Q_LOGGING_CATEGORY(lcStorage, "archivesmp.storage", QtInfoMsg)

namespace archivesmp::agent::storage {

using namespace Qt::StringLiterals;

namespace {

constexpr int transactionAttempts = 3;
constexpr qsizetype maxRowsAtOnce = 1000;
// Beyond the server's max_allowed_packet (16 MiB) the whole connection dies, which looks like an outage.
constexpr qsizetype maxBytesAtOnce = 4 * 1024 * 1024;
constexpr qsizetype maxStatementBytes = 12 * 1024 * 1024;

qsizetype sizeOf(const QVariantList &values)
{
    qsizetype size = 0;
    for (const QVariant &value : values) {
        size += value.typeId() == QMetaType::QByteArray ? value.toByteArray().size() + 16
                                                        : 2 * value.toString().size() + 16;
    }
    return size;
}

Error tooLarge()
{
    return {ErrorCode::LimitExceeded, u"more than 12 MiB for one statement of the database"_s};
}

void createPrivateFile(const QString &path)
{
    QFile file(path);
    if (!file.exists() && file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

} // namespace

Result<std::unique_ptr<Database>> Database::open(const DatabaseOptions &options)
{
    std::unique_ptr<Database> database(new Database(options));
    if (const auto connected = database->connect(); !connected)
        return connected.error();
    return database;
}

Database::Database(DatabaseOptions options)
    : _options(std::move(options))
    , _connection(u"storage_"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    const QString driver = _options.dialect == Dialect::Sqlite ? u"QSQLITE"_s : u"QMYSQL"_s;
    QSqlDatabase database = QSqlDatabase::addDatabase(driver, _connection);
    if (_options.dialect == Dialect::Sqlite) {
        database.setDatabaseName(_options.file);
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
        return;
    }
    database.setHostName(_options.host);
    database.setPort(_options.port);
    database.setDatabaseName(_options.name);
    database.setUserName(_options.username);
    database.setPassword(QString::fromUtf8(_options.password.reveal()));
    QString connectOptions
        = u"MYSQL_OPT_CONNECT_TIMEOUT=5;MYSQL_OPT_READ_TIMEOUT=15;MYSQL_OPT_WRITE_TIMEOUT=15"_s;
    if (!_options.tlsCa.isEmpty())
        connectOptions += u";SSL_CA="_s + _options.tlsCa;
    database.setConnectOptions(connectOptions);
}

Database::~Database()
{
    close();
    QSqlDatabase::removeDatabase(_connection);
}

void Database::close()
{
    _prepared.clear();
    _bulk.clear();
    _knowsBulk = false;
    QSqlDatabase::database(_connection, false).close();
}

Result<void> Database::connect()
{
    if (_options.dialect == Dialect::Sqlite)
        createPrivateFile(_options.file);
    QSqlDatabase database = QSqlDatabase::database(_connection, false);
    if (!database.open())
        return connectionError(database.lastError(), _options);
    _lost = false;
    const QStringList session = _options.dialect == Dialect::Sqlite
        ? QStringList{u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s, u"PRAGMA foreign_keys=ON"_s}
        : QStringList{u"SET time_zone='+00:00'"_s, u"SET NAMES utf8mb4 COLLATE utf8mb4_bin"_s,
                      u"SET SESSION sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"_s,
                      u"SET SESSION innodb_lock_wait_timeout=10, lock_wait_timeout=30"_s,
                      u"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"_s};
    for (const QString &statement : session) {
        QSqlQuery query(database);
        if (!query.exec(statement))
            return connectionError(query.lastError(), _options);
    }
    _knowsBulk = _options.bulk && BulkStatement::isPossible(database);
    return {};
}

Result<void> Database::ensureOpen()
{
    if (!_lost)
        return {};
    if (_depth > 0) // what was done in this transaction is gone
        return Error{ErrorCode::Unavailable, u"the connection to the database was lost"_s};
    close();
    return connect();
}

const QString &Database::text(const QString &statement)
{
    QString &text = _texts[statement];
    if (text.isEmpty())
        text = statementText(statement, _options.dialect);
    return text;
}

Error Database::noted(const QSqlError &error)
{
    const SqlFailure failure = classify(error, _options.dialect);
    _retryable = failure.retryable;
    _lost = _lost || failure.connectionLost;
    if (_depth > 0 && failure.undoesTransaction)
        _failure = failure.error;
    return failure.error;
}

Result<QSqlQuery *> Database::prepared(const QString &key, const QString &sql)
{
    if (const auto found = _prepared.constFind(key); found != _prepared.constEnd())
        return found->get();
    auto query = std::make_shared<QSqlQuery>(QSqlDatabase::database(_connection, false));
    query->setForwardOnly(true);
    if (!query->prepare(sql))
        return noted(query->lastError());
    _prepared.insert(key, query);
    return query.get();
}

Result<QSqlQuery *> Database::execute(const QString &key, const QString &sql, const QVariantList &values)
{
    if (sizeOf(values) > maxStatementBytes)
        return tooLarge();
    if (const auto open = ensureOpen(); !open)
        return open.error();
    const auto query = prepared(key, sql);
    if (!query)
        return query.error();
    for (int i = 0; i < values.size(); ++i)
        (*query)->bindValue(i, values.at(i));
    if (!(*query)->exec()) {
        const Error error = noted((*query)->lastError());
        _prepared.remove(key);
        return error;
    }
    return query;
}

Result<int> Database::run(const QString &statement, const QVariantList &values)
{
    const auto query = execute(statement, text(statement), values);
    if (!query)
        return query.error();
    const int rows = (*query)->numRowsAffected();
    (*query)->finish();
    return rows;
}

Result<void> Database::runForRows(const QString &statement, const QList<QVariantList> &rows)
{
    return runForRows(statement, rows.size(), [&rows](qsizetype number, RowBatch &to) {
        for (const QVariant &value : rows.at(number))
            to.value(value);
    });
}

Result<void> Database::runForRows(const QString &statement, qsizetype rows, const FillRow &fill)
{
    RowBatch batch;
    for (qsizetype next = 0; next < rows;) {
        batch.clear();
        for (; next < rows && batch.rows() < maxRowsAtOnce && batch.size() < maxBytesAtOnce; ++next) {
            fill(next, batch);
            batch.endRow();
        }
        if (batch.size() > maxStatementBytes)
            return tooLarge();
        if (const auto open = ensureOpen(); !open)
            return open;
        if (const auto done = _knowsBulk ? runInBulk(statement, batch) : runInGroups(statement, batch); !done)
            return done;
    }
    return {};
}

Result<void> Database::runInBulk(const QString &statement, RowBatch &rows)
{
    std::shared_ptr<BulkStatement> bulk = _bulk.value(statement);
    QSqlError error;
    if (!bulk) {
        bulk = std::make_shared<BulkStatement>(QSqlDatabase::database(_connection, false));
        error = bulk->prepare(withRows(text(statement), 1));
    }
    if (!error.isValid())
        error = bulk->execute(rows);
    if (error.isValid()) {
        _bulk.remove(statement);
        return noted(error);
    }
    _bulk.insert(statement, bulk);
    return {};
}

// Groups of rows have powers of two as their sizes, so that few statements are prepared. SQLite gains nothing
// by groups: there is nobody to wait for.
Result<void> Database::runInGroups(const QString &statement, RowBatch &rows)
{
    const QString &one = text(statement);
    const bool hasGroups = _options.dialect == Dialect::MariaDb && hasRows(one);
    QString sql;
    qsizetype size = 0; // rows in it
    for (qsizetype at = 0; at < rows.rows(); at += size) {
        const auto rest = static_cast<size_t>(rows.rows() - at);
        const auto fits = hasGroups ? static_cast<qsizetype>(std::bit_floor(rest)) : 1;
        if (fits != std::exchange(size, fits))
            sql = withRows(one, size);
        QVariantList values;
        for (qsizetype i = 0; i < size; ++i)
            values += rows.row(at + i);
        const auto query = execute(statement + u'*' + QString::number(size), sql, values);
        if (!query)
            return query.error();
        (*query)->finish();
    }
    return {};
}

Result<void> Database::each(const QString &statement, const QVariantList &values,
                            const std::function<void(Row &)> &take)
{
    const auto query = execute(statement, text(statement), values);
    if (!query)
        return query.error();
    while ((*query)->next()) {
        Row row(**query);
        take(row);
    }
    const QSqlError error = (*query)->lastError();
    (*query)->finish();
    if (error.isValid())
        return noted(error);
    return {};
}

Result<void> Database::runText(const QString &sql)
{
    if (const auto open = ensureOpen(); !open)
        return open.error();
    QSqlQuery query(QSqlDatabase::database(_connection, false));
    if (!query.exec(sql))
        return noted(query.lastError());
    return {};
}

QStringList Database::tables() const
{
    return QSqlDatabase::database(_connection, false).tables();
}

Result<void> Database::transaction(const std::function<Result<void>()> &work)
{
    if (_depth > 0)
        return work();
    Result<void> outcome;
    for (int i = 0; i < transactionAttempts; ++i) {
        _retryable = false;
        outcome = attempt(work);
        if (outcome || !_retryable)
            return outcome;
        qCInfo(lcStorage).noquote() << "transaction begun anew:" << describe(outcome.error());
    }
    return outcome;
}

Result<void> Database::attempt(const std::function<Result<void>()> &work)
{
    const QString begin = _options.dialect == Dialect::Sqlite ? u"BEGIN IMMEDIATE"_s : u"START TRANSACTION"_s;
    if (const auto begun = runText(begin); !begun)
        return begun;
    _depth = 1;
    _failure.reset();
    Result<void> outcome = work();
    if (outcome && _failure)
        outcome = *_failure;
    if (outcome) {
        outcome = runText(u"COMMIT"_s);
        _depth = 0;
        if (outcome)
            return outcome;
    }
    _depth = 0;
    const bool retryable = _retryable;
    if (!_lost)
        std::ignore = runText(u"ROLLBACK"_s);
    _retryable = retryable;
    return outcome;
}

} // namespace archivesmp::agent::storage
