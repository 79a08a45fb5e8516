// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL that is compiled in.
#pragma once

#include "agent/storage/database.h"

#include <QString>
#include <QStringList>

namespace archivesmp::agent::storage {

// The text of sql/<name>.sql, or of sql/<name>.<dialect>.sql where the dialects differ, without its comments;
// "@other@" in it stands for the text of sql/other.sql. A name that does not exist is a programmer's error.
[[nodiscard]] QString statementText(const QString &name, Dialect dialect);

// Whether a group of placeholders in it stands between "/*row*/" and "/*end*/".
[[nodiscard]] bool hasRows(const QString &statement);

// The statement with that group, where it has one, repeated `count` times.
[[nodiscard]] QString withRows(const QString &statement, qsizetype count);

struct Migration
{
    int version = 0;
    QString name;
    QStringList statements;
};

// In rising order.
[[nodiscard]] QList<Migration> migrations(Dialect dialect);

} // namespace archivesmp::agent::storage
