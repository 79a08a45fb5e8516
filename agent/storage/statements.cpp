// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/statements.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

static void initStorageResources() // the macro does not work inside a namespace
{
    Q_INIT_RESOURCE(storage);
}

namespace archivesmp::agent::storage {

using namespace Qt::StringLiterals;

namespace {

QString suffix(Dialect dialect)
{
    return dialect == Dialect::Sqlite ? u".sqlite.sql"_s : u".mariadb.sql"_s;
}

QString withoutComments(const QString &sql)
{
    QStringList lines;
    for (const QString &line : sql.split(u'\n')) {
        if (!line.startsWith("--"_L1) && !line.trimmed().isEmpty())
            lines.append(line);
    }
    return lines.join(u'\n');
}

QString fileText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? withoutComments(QString::fromUtf8(file.readAll())) : QString();
}

} // namespace

QString statementText(const QString &name, Dialect dialect)
{
    initStorageResources();
    const QString base = u":/storage/sql/"_s + name;
    QString text = fileText(base + suffix(dialect));
    if (text.isEmpty())
        text = fileText(base + u".sql"_s);
    Q_ASSERT_X(!text.isEmpty(), "statementText", qPrintable(name));
    static const QRegularExpression include(u"@([a-z_/]+)@"_s);
    for (auto match = include.match(text); match.hasMatch(); match = include.match(text))
        text.replace(match.captured(0), statementText(match.captured(1), dialect));
    return text;
}

bool hasRows(const QString &statement)
{
    return statement.contains("/*row*/"_L1);
}

QString withRows(const QString &statement, qsizetype count)
{
    if (!hasRows(statement))
        return statement;
    const qsizetype start = statement.indexOf("/*row*/"_L1);
    const qsizetype end = statement.indexOf("/*end*/"_L1);
    Q_ASSERT(start >= 0 && end > start && count > 0);
    const QString group = statement.mid(start + 7, end - start - 7).trimmed();
    QStringList groups;
    groups.fill(group, count);
    return statement.left(start) + groups.join(u", "_s) + statement.mid(end + 7);
}

QList<Migration> migrations(Dialect dialect)
{
    initStorageResources();
    QList<Migration> all;
    const QDir folder(u":/storage/sql/migrations"_s);
    for (const QString &file : folder.entryList({u"[0-9]*"_s + suffix(dialect)}, QDir::Files, QDir::Name)) {
        Migration migration{file.section(u'_', 0, 0).toInt(), file.section(u'.', 0, 0), {}};
        for (const QString &part : fileText(folder.filePath(file)).split(u';')) {
            if (!part.trimmed().isEmpty())
                migration.statements.append(part.trimmed());
        }
        all.append(migration);
    }
    return all;
}

} // namespace archivesmp::agent::storage
