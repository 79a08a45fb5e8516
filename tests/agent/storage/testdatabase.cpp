// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/storage/testdatabase.h"

#include <QDir>

#ifdef ARCHIVESMP_TEST_MARIADB
#include <QCoreApplication>
#include <QSqlError>
#include <QUuid>
#endif

namespace archivesmp::tests {

using namespace agent::storage;
using namespace Qt::StringLiterals;

#ifdef ARCHIVESMP_TEST_MARIADB
namespace {

std::unique_ptr<MariaDbServer> server; // NOLINT: one for all tests of the program, ended with it

MariaDbServer &runningServer()
{
    if (!server) {
        server = std::make_unique<MariaDbServer>();
        qAddPostRoutine([] { server.reset(); });
        if (!server->start())
            qFatal("%s", qPrintable(server->problem()));
    }
    return *server;
}

QStringList runAsRoot(const QString &sql)
{
    QStringList column;
    const QString connection = u"root"_s + QUuid::createUuid().toString(QUuid::Id128);
    {
        QSqlDatabase root = QSqlDatabase::addDatabase(u"QMYSQL"_s, connection);
        root.setHostName(u"127.0.0.1"_s);
        root.setPort(runningServer().port());
        root.setUserName(u"root"_s);
        QSqlQuery query(root);
        if (!root.open() || !(query = QSqlQuery(root)).exec(sql))
            qFatal("%s: %s %s", qPrintable(sql), qPrintable(root.lastError().text()),
                   qPrintable(query.lastError().text()));
        while (query.next())
            column.append(query.value(0).toString());
    }
    QSqlDatabase::removeDatabase(connection);
    return column;
}

} // namespace

TestDatabase::TestDatabase()
{
    const QString name = u"t"_s + QUuid::createUuid().toString(QUuid::Id128).left(12);
    runAsRoot(u"CREATE DATABASE "_s + name);
    runAsRoot(u"CREATE USER '"_s + name + u"'@'127.0.0.1' IDENTIFIED BY 'of-"_s + name + u'\'');
    runAsRoot(u"GRANT ALL ON "_s + name + u".* TO '"_s + name + u"'@'127.0.0.1'"_s);
    _options.dialect = Dialect::MariaDb;
    _options.host = u"127.0.0.1"_s;
    _options.port = runningServer().port();
    _options.name = name;
    _options.username = name;
    _options.password = Secret("of-" + name.toUtf8());
}

TestDatabase::~TestDatabase()
{
    runAsRoot(u"DROP DATABASE "_s + _options.name);
    runAsRoot(u"DROP USER '"_s + _options.username + u"'@'127.0.0.1'"_s);
}

MariaDbServer *TestDatabase::mariaDb() const
{
    return &runningServer();
}

QStringList TestDatabase::askRoot(const QString &sql) const
{
    return runAsRoot(sql);
}

#else

TestDatabase::TestDatabase()
{
    _options.file = _folder.filePath(u"fleet.sqlite"_s);
}

TestDatabase::~TestDatabase() = default;

MariaDbServer *TestDatabase::mariaDb() const
{
    return nullptr;
}

QStringList TestDatabase::askRoot(const QString &) const
{
    return {};
}
#endif

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
    QFileInfoList files = QDir(_folder.path()).entryInfoList(QDir::Files);
    if (MariaDbServer *running = mariaDb()) {
        // What is not in the tables' files yet is in the log.
        files = QDir(running->dataFolder() + u'/' + _options.name).entryInfoList(QDir::Files);
        files.append(QFileInfo(running->dataFolder() + u"/ib_logfile0"_s));
    }
    QList<QByteArray> all;
    for (const QFileInfo &entry : files) {
        QFile file(entry.filePath());
        if (file.open(QIODevice::ReadOnly))
            all.append(file.readAll());
    }
    return all;
}

} // namespace archivesmp::tests
