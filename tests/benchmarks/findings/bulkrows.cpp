// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/findings/bulkrows.h"

#include <algorithm>
#include <cstdlib>

namespace archivesmp::tests {

BulkRows::BulkRows(const Place &place)
    : _connection(mysql_init(nullptr))
{
    MYSQL *open
        = mysql_real_connect(_connection.get(), "127.0.0.1", place.user.constData(),
                             place.password.constData(), place.schema.constData(), place.port, nullptr, 0);
    mustBeDone(open != nullptr, "connect");
    mustBeDone(mysql_set_character_set(_connection.get(), "utf8mb4") == 0, "character set");
    run("SET SESSION sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'");
    run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
}

void BulkRows::mustBeDone(bool done, const char *what)
{
    if (done)
        return;
    std::fprintf(stderr, "%s: %s\n", what, mysql_error(_connection.get()));
    std::exit(1);
}

void BulkRows::run(const QByteArray &sql)
{
    mustBeDone(mysql_real_query(_connection.get(), sql.constData(), static_cast<unsigned long>(sql.size()))
                   == 0,
               sql.constData());
}

QByteArray BulkRows::ask(const QByteArray &sql)
{
    run(sql);
    const std::unique_ptr<MYSQL_RES, Close> result(mysql_store_result(_connection.get()));
    const MYSQL_ROW row = result ? mysql_fetch_row(result.get()) : nullptr;
    return row == nullptr ? QByteArray() : QByteArray(row[0]);
}

void BulkRows::Column::add(const char *value, unsigned long length)
{
    indicators.push_back(value == nullptr ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE);
    lengths.push_back(length);
    if (type == Type::Number)
        numbers.push_back(value == nullptr ? 0 : std::atoi(value));
    else if (type == Type::Flag)
        flags.push_back(value == nullptr ? char(0) : char(std::atoi(value)));
    else
        texts.emplace_back(value == nullptr ? "" : value, static_cast<qsizetype>(length));
}

MYSQL_BIND BulkRows::Column::bind(size_t from)
{
    MYSQL_BIND bound{};
    bound.u.indicator = indicators.data() + from;
    if (type == Type::Number) {
        bound.buffer_type = MYSQL_TYPE_LONG;
        bound.buffer = numbers.data() + from;
        return bound;
    }
    if (type == Type::Flag) {
        bound.buffer_type = MYSQL_TYPE_TINY;
        bound.buffer = flags.data() + from;
        return bound;
    }
    bound.buffer_type = MYSQL_TYPE_STRING;
    bound.buffer = starts.data() + from;
    bound.length = lengths.data() + from;
    return bound;
}

void BulkRows::read(const QByteArray &select, const std::vector<Type> &types)
{
    run(select);
    const std::unique_ptr<MYSQL_RES, Close> result(mysql_store_result(_connection.get()));
    mustBeDone(result && mysql_num_fields(result.get()) == types.size(), "columns");
    _columns.clear();
    for (const Type type : types)
        _columns.push_back(Column{.type = type});
    _rows = 0;
    while (const MYSQL_ROW row = mysql_fetch_row(result.get())) {
        const unsigned long *lengths = mysql_fetch_lengths(result.get());
        for (size_t i = 0; i < types.size(); ++i)
            _columns[i].add(row[i], lengths[i]);
        ++_rows;
    }
    for (Column &column : _columns) {
        for (QByteArray &text : column.texts)
            column.starts.push_back(text.data());
    }
}

qint64 BulkRows::insert(const QByteArray &statement, size_t atOnce)
{
    const std::unique_ptr<MYSQL_STMT, Close> prepared(mysql_stmt_init(_connection.get()));
    run("START TRANSACTION");
    mustBeDone(mysql_stmt_prepare(prepared.get(), statement.constData(),
                                  static_cast<unsigned long>(statement.size()))
                   == 0,
               statement.constData());
    for (size_t from = 0; from < _rows; from += atOnce) {
        const auto count = static_cast<unsigned int>(std::min(atOnce, _rows - from));
        std::vector<MYSQL_BIND> binds;
        for (Column &column : _columns)
            binds.push_back(column.bind(from));
        mysql_stmt_attr_set(prepared.get(), STMT_ATTR_ARRAY_SIZE, &count);
        const bool done = mysql_stmt_bind_param(prepared.get(), binds.data()) == 0
            && mysql_stmt_execute(prepared.get()) == 0;
        mustBeDone(done, mysql_stmt_error(prepared.get()));
    }
    run("COMMIT");
    return static_cast<qint64>(_rows);
}

} // namespace archivesmp::tests
