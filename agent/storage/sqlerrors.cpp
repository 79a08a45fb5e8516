// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqlerrors.h"

#include <QRegularExpression>
#include <QSqlError>

namespace archivesmp::agent::storage {

using namespace Qt::StringLiterals;

namespace {

SqlFailure classifyMariaDb(int code, const QString &text)
{
    switch (code) {
    case 1205: // lock wait timeout
    case 1213: // deadlock
        return {{ErrorCode::Busy, text}, true, false, true};
    case 1053: // server shutdown in progress
    case 1927: // connection was killed
    case 2002:
    case 2003:
    case 2006: // server has gone away
    case 2013: // lost connection during query; the statement may still have run
    case 2055:
        return {{ErrorCode::Unavailable, u"the database does not answer: "_s + text}, true, true, true};
    case 1062:
        return {{ErrorCode::AlreadyExists, text}};
    case 1290: // read-only option
    case 1836:
        return {{ErrorCode::Unavailable, u"the database is read-only: "_s + text}};
    case 1021: // disk full
    case 1114: // table full
        return {{ErrorCode::NoSpace, text}};
    case 1406: {
        static const QRegularExpression column(u"column '([^']+)'"_s);
        const QString name = column.match(text).captured(1);
        return {Error{ErrorCode::LimitExceeded, u"too long for the column "_s + name}.atField(name)};
    }
    default:
        return {{ErrorCode::Internal, text}};
    }
}

SqlFailure classifySqlite(int code, const QString &text)
{
    switch (code & 0xff) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
        return {{ErrorCode::Busy, text}, true, false, true};
    case 8: // SQLITE_READONLY
        return {{ErrorCode::Unavailable, u"the database file is read-only"_s}};
    case 10: // SQLITE_IOERR
    case 14: // SQLITE_CANTOPEN
        return {{ErrorCode::Unavailable, text}, false, true, true};
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
        return {{ErrorCode::Corrupt, text}, false, false, true};
    case 13: // SQLITE_FULL
        return {{ErrorCode::NoSpace, text}, false, false, true};
    case 19: { // SQLITE_CONSTRAINT
        static const QRegularExpression check(u"length\\((\\w+)\\) <= \\d+"_s);
        if (const auto match = check.match(text); match.hasMatch()) {
            const QString name = match.captured(1);
            return {Error{ErrorCode::LimitExceeded, u"too long for the column "_s + name}.atField(name)};
        }
        if (text.contains("UNIQUE"_L1))
            return {{ErrorCode::AlreadyExists, text}};
        return {{ErrorCode::Internal, text}};
    }
    default:
        return {{ErrorCode::Internal, text}};
    }
}

} // namespace

SqlFailure classify(const QSqlError &error, Dialect dialect)
{
    const int code = error.nativeErrorCode().toInt();
    const QString text = error.databaseText();
    return dialect == Dialect::Sqlite ? classifySqlite(code, text) : classifyMariaDb(code, text);
}

Error connectionError(const QSqlError &error, const DatabaseOptions &options)
{
    const bool sqlite = options.dialect == Dialect::Sqlite;
    const QString where = sqlite
        ? options.file
        : options.username + u'@' + options.host + u':' + QString::number(options.port) + u'/' + options.name;
    Error made = classify(error, options.dialect).error;
    made.message = u"cannot open the database "_s + where + u": "_s
        + (error.databaseText().isEmpty() ? error.driverText() : error.databaseText());
    const int code = error.nativeErrorCode().toInt();
    if (sqlite) {
        made.remedy = u"check that the folder exists and belongs to the agent's user"_s;
    } else if (code == 1044 || code == 1045) {
        made.code = ErrorCode::PermissionDenied;
        made.remedy = u"check mariadb.username and mariadb.password"_s;
    } else if (code == 1049) {
        made.code = ErrorCode::NotFound;
        made.remedy = u"create the database and grant it to the user"_s;
    } else {
        made.code = ErrorCode::Unavailable;
        made.remedy = u"check that MariaDB runs and that mariadb.host and mariadb.port are right"_s;
    }
    return made;
}

} // namespace archivesmp::agent::storage
