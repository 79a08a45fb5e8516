// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/bulkstatement.h"

#include <QSqlDriver>

#ifdef ARCHIVESMP_MARIADB_CLIENT
#include <dlfcn.h>
#include <mysql.h>
#endif

namespace archivesmp::agent::storage {

using namespace Qt::StringLiterals;

#ifdef ARCHIVESMP_MARIADB_CLIENT
namespace {

MYSQL *connectionOf(const QSqlDatabase &database)
{
    const QVariant handle = database.driver()->handle();
    const QByteArrayView type(handle.typeName()); // as Qt's manual has it, or as its compiler does
    if (type != "MYSQL*" && type != "st_mysql*")
        return nullptr;
    return *static_cast<MYSQL *const *>(handle.constData());
}

// A connection that another client library has made, like MySQL's own, would be read wrongly by this one. The
// driver is asked whose functions it calls.
bool isOfOurLibrary(const QSqlDriver *driver)
{
    Dl_info plugin{};
    if (::dladdr(driver->metaObject(), &plugin) == 0) // which lies in the driver's plugin
        return false;
    void *loaded = ::dlopen(plugin.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    if (loaded == nullptr)
        return false;
    const void *theirs = ::dlsym(loaded, "mysql_stmt_execute");
    ::dlclose(loaded);
    return theirs == reinterpret_cast<const void *>(&mysql_stmt_execute);
}

bool speaksBulk(MYSQL *connection)
{
    unsigned long capabilities = 0; // the upper half of them
    if (mariadb_get_infov(connection, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &capabilities) != 0)
        return false;
    return (capabilities & (MARIADB_CLIENT_STMT_BULK_OPERATIONS >> 32)) != 0;
}

// All values of one column, each with its length and whether it is there.
MYSQL_BIND bound(RowBatch::Column &column, std::vector<char *> &texts)
{
    static_assert(STMT_INDICATOR_NONE == 0 && STMT_INDICATOR_NULL == 1);
    MYSQL_BIND bind{};
    bind.u.indicator = column.nulls.data();
    if (column.kind == RowBatch::Column::Kind::Number) {
        bind.buffer_type = MYSQL_TYPE_LONGLONG;
        bind.buffer = column.numbers.data();
        return bind;
    }
    texts.clear();
    char *const begin = column.characters.data();
    for (const qint64 at : column.numbers)
        texts.push_back(begin + at);
    bind.buffer_type = column.kind == RowBatch::Column::Kind::Bytes ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
    bind.buffer = texts.data();
    bind.length = column.lengths.data();
    return bind;
}

} // namespace

bool BulkStatement::isPossible(const QSqlDatabase &database)
{
    MYSQL *connection = connectionOf(database);
    return connection != nullptr && isOfOurLibrary(database.driver()) && speaksBulk(connection);
}

BulkStatement::BulkStatement(const QSqlDatabase &database)
    : _statement(mysql_stmt_init(connectionOf(database)))
{ }

void BulkStatement::Close::operator()(st_mysql_stmt *statement) const
{
    mysql_stmt_close(statement);
}

QSqlError BulkStatement::lastError() const
{
    return QSqlError(u"the bulk statement failed"_s, QString::fromUtf8(mysql_stmt_error(_statement.get())),
                     QSqlError::StatementError, QString::number(mysql_stmt_errno(_statement.get())));
}

QSqlError BulkStatement::prepare(const QString &sql)
{
    const QByteArray text = sql.toUtf8();
    const auto size = static_cast<unsigned long>(text.size());
    return mysql_stmt_prepare(_statement.get(), text.constData(), size) == 0 ? QSqlError() : lastError();
}

QSqlError BulkStatement::execute(RowBatch &rows)
{
    _texts.resize(rows.columns().size());
    std::vector<MYSQL_BIND> binds;
    for (size_t i = 0; i < _texts.size(); ++i)
        binds.push_back(bound(rows.columns()[i], _texts[i]));
    const auto count = static_cast<unsigned int>(rows.rows());
    const bool done = binds.size() == mysql_stmt_param_count(_statement.get())
        && mysql_stmt_attr_set(_statement.get(), STMT_ATTR_ARRAY_SIZE, &count) == 0
        && mysql_stmt_bind_param(_statement.get(), binds.data()) == 0
        && mysql_stmt_execute(_statement.get()) == 0;
    return done ? QSqlError() : lastError();
}
#else
bool BulkStatement::isPossible(const QSqlDatabase &)
{
    return false;
}

BulkStatement::BulkStatement(const QSqlDatabase &) { }

void BulkStatement::Close::operator()(st_mysql_stmt *) const { }

QSqlError BulkStatement::prepare(const QString &)
{
    return QSqlError(u"this program knows no bulk statements"_s, {}, QSqlError::StatementError);
}

QSqlError BulkStatement::execute(RowBatch &)
{
    return prepare({});
}
#endif

} // namespace archivesmp::agent::storage
