// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/aliasreader.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;

class TestAliasReader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBothTables()
    {
        const auto table
            = readAliases(R"({"instances": {"BIG01": "BIGG01"}, "plugins": {"warps": "Warps"}})");

        QVERIFY(table);
        QCOMPARE(table->instances, (QMap<QString, QString>{{u"BIG01"_s, u"BIGG01"_s}}));
        QCOMPARE(table->plugins, (QMap<QString, QString>{{u"warps"_s, u"Warps"_s}}));
        QVERIFY(readAliases("{}")->instances.isEmpty());
    }

    void whatIsWrongIsNamedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *json, int line, int column, const QString &field) {
            QTest::newRow(json) << QByteArray(json) << line << column << field;
        };
        row("[1]", 1, 1, {});
        row("{\"instances\": 5}", 1, 15, u"instances"_s);
        row("{\"plugins\":\n [\"a\"]}", 2, 2, u"plugins"_s);
        row("{\"instances\": {\"A\": 5}}", 1, 21, u"instances.A"_s);
        row("{\"instances\": {\"A\": \"\"}}", 1, 21, u"instances.A"_s);
        row("{\"servers\": {}}", 1, 13, u"servers"_s);
        row("{\"instances\": {\"A\": \"B\",\n\"A\": \"C\"}}", 2, 1, {});
        row("{\"instances\": {}", 1, 17, {});
    }
    void whatIsWrongIsNamedWithItsPlace()
    {
        QFETCH(QByteArray, json);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QString, field);

        const auto table = readAliases(json);

        QVERIFY(!table);
        QCOMPARE(table.error().code, ErrorCode::InvalidInput);
        QCOMPARE(table.error().line, line);
        QCOMPARE(table.error().column, column);
        QCOMPARE(table.error().field, field);
    }
};

ARCHIVESMP_TEST(TestAliasReader)
#include "tst_aliasreader.moc"
