// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <mysql.h>

#include <memory>
#include <vector>

namespace archivesmp::tests {

// Rows of a table in memory, as MariaDB's C API wants them bound, and their way into the table by its bulk
// protocol: what a client that knows nothing else can reach.
class BulkRows final
{
public:
    enum class Type { Number, Flag, Text };
    struct Place
    {
        quint16 port = 0;
        QByteArray schema;
        QByteArray user;
        QByteArray password;
    };

    explicit BulkRows(const Place &place);
    Q_DISABLE_COPY_MOVE(BulkRows)

    // The rows that `select` gives, to be inserted later. Ends the program where something fails, like all
    // here.
    void read(const QByteArray &select, const std::vector<Type> &types);

    // All of them in one transaction, `atOnce` rows a round trip. Their number.
    qint64 insert(const QByteArray &statement, size_t atOnce);

    void run(const QByteArray &sql);
    [[nodiscard]] QByteArray ask(const QByteArray &sql); // the first value

private:
    struct Column
    {
        Type type = Type::Text;
        std::vector<int> numbers;
        std::vector<char> flags;
        std::vector<QByteArray> texts;
        std::vector<char *> starts;
        std::vector<unsigned long> lengths;
        std::vector<char> indicators;

        void add(const char *value, unsigned long length);
        [[nodiscard]] MYSQL_BIND bind(size_t from);
    };
    struct Close
    {
        void operator()(MYSQL *connection) const { mysql_close(connection); }
        void operator()(MYSQL_STMT *statement) const { mysql_stmt_close(statement); }
        void operator()(MYSQL_RES *result) const { mysql_free_result(result); }
    };

    void mustBeDone(bool done, const char *what);

    std::unique_ptr<MYSQL, Close> _connection;
    std::vector<Column> _columns;
    size_t _rows = 0;
};

} // namespace archivesmp::tests
