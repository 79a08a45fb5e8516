// SPDX-License-Identifier: GPL-3.0-or-later
// Values on their way into and out of a row.
#pragma once

#include <QDateTime>
#include <QSqlQuery>
#include <QString>
#include <QTimeZone>
#include <QVariant>

#include <optional>

namespace archivesmp::agent::storage {

// Reads the columns of the current row from left to right, so that a list of columns in a .sql file and the
// function that reads it have one order. Times are selected as texts: a driver that makes local times of them
// would lose the hour that a zone skips.
class Row final
{
public:
    explicit Row(const QSqlQuery &query)
        : _query(query)
    { }

    [[nodiscard]] QString text() { return _query.value(_next++).toString(); }
    [[nodiscard]] QByteArray bytes() { return _query.value(_next++).toByteArray(); }
    [[nodiscard]] QByteArray hex() { return QByteArray::fromHex(text().toLatin1()); }
    [[nodiscard]] int number() { return _query.value(_next++).toInt(); }
    [[nodiscard]] qint64 bigNumber() { return _query.value(_next++).toLongLong(); }
    [[nodiscard]] bool flag() { return _query.value(_next++).toInt() != 0; }
    [[nodiscard]] QDateTime time();
    [[nodiscard]] std::optional<int> optionalNumber();

private:
    const QSqlQuery &_query;
    int _next = 0;
};

// What a time is in a column: "2026-01-02 03:04:05.678", null where it is invalid.
[[nodiscard]] QVariant column(const QDateTime &time);
[[nodiscard]] QVariant column(const std::optional<int> &number);
// Null where it is empty: for columns that refer to something, or are unique where they are there.
[[nodiscard]] QVariant columnOrNull(const QString &text);
[[nodiscard]] QVariant hexColumn(const QByteArray &bytes);

} // namespace archivesmp::agent::storage
