// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/baselinereader.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;

class TestBaselineReader final : public QObject
{
    Q_OBJECT

    static Value universal(const Setting &setting) { return std::get<Value>(*setting.universal); }

private Q_SLOTS:
    void readsUniversalSettings()
    {
        const auto baseline
            = readUniversal(R"({"Warps": {"a.b": 5, "list": [1, "x"]}})", domain::Platform::Paper);

        QVERIFY(baseline);
        const PluginExpectations &plugin = baseline->plugins.first();
        QCOMPARE(plugin.plugin, u"Warps"_s);
        QCOMPARE(plugin.platform, domain::Platform::Paper);
        QCOMPARE(plugin.settings.size(), 2);
        QCOMPARE(plugin.settings.first().key, QByteArray("a.b"));
        QCOMPARE(universal(plugin.settings.first()), Value::integer(5));
        QCOMPARE(baseline->plainSettings, 2);
    }

    void aMapIsOneSettingPerValueInIt()
    {
        const auto baseline = readUniversal(
            R"({"Warps": {"addons/x": {"a.b": 5, "c": {"d": true, "e": {}}}}})", domain::Platform::Unknown);

        QVERIFY(baseline);
        const QList<Setting> &settings = baseline->plugins.first().settings;
        QCOMPARE(settings.size(), 3);
        QCOMPARE(settings.at(0).key, QByteArray("addons/x.a.b"));
        QCOMPARE(settings.at(0).mapKeyLength, 8);
        QCOMPARE(settings.at(1).key, QByteArray("addons/x.c.d"));
        QCOMPARE(settings.at(2).key, QByteArray("addons/x.c.e"));
        QCOMPARE(universal(settings.at(2)), Value::map({}));
        QCOMPARE(baseline->plainSettings, 1);
    }

    void readsVariableSettingsByInstance()
    {
        const auto baseline
            = readVariable(R"({"Warps": {"port": {"DEV01": 1, "BENT01": 2}, "map": {"DEV01": {"k": 3}}}})",
                           domain::Platform::Unknown);

        QVERIFY(baseline);
        const QList<Setting> &settings = baseline->plugins.first().settings;
        QCOMPARE(settings.size(), 2);
        QCOMPARE(settings.at(0).instances.keys(), (QStringList{u"BENT01"_s, u"DEV01"_s}));
        QCOMPARE(settings.at(1).key, QByteArray("map.k"));
        QCOMPARE(std::get<Value>(settings.at(1).instances.value(u"DEV01"_s)), Value::integer(3));
    }

    void keepsWhatAnIntegerOf64BitsCanHold() // B30
    {
        const auto baseline = readUniversal(
            R"({"P": {"a": 9007199254740993, "b": -9223372036854775808, "c": -0, "d": 1.10}})",
            domain::Platform::Unknown);

        QVERIFY(baseline);
        const QList<Setting> &settings = baseline->plugins.first().settings;
        QCOMPARE(universal(settings.at(0)), Value::integer(9007199254740993));
        QCOMPARE(universal(settings.at(1)), Value::integer(std::numeric_limits<qint64>::min()));
        QCOMPARE(universal(settings.at(2)).toReal(), 0.0);
        QCOMPARE(universal(settings.at(3)).numberSource(), QByteArray("1.10"));
    }

    void aNameIsAText() // B17
    {
        const auto baseline = readUniversal("{\"P\": {\"a\\u0000\": 1}}", domain::Platform::Paper);

        QVERIFY(!baseline);
        QVERIFY(baseline.error().message.contains(u"U+0000"_s));
    }

    void refusesTheWholeWithThePlace_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("field");
        const auto row
            = [](const char *name, const char *json, int line, int column, const char *field = "") {
                  QTest::newRow(name) << QByteArray(json) << line << column << QString::fromLatin1(field);
              };
        row("B28 a list at the top", "[1]", 1, 1);
        row("B28 a text at the top", "\"x\"", 1, 1);
        row("B28 a plugin that is no object", "{\n \"P\": 5}", 2, 7, "P");
        row("B28 a plugin that is a list", "{\"P\": {}, \"Q\": [1]}", 1, 16, "Q");
        row("B28 a plugin without a name", "{\"P\": {},\n\" \": {}}", 2, 6, " ");
        row("B28 a setting without a name", "{\"P\": {\"\": 1}}", 1, 12, "P.");
        row("B17 a NUL in a value", "{\"P\": {\"a\": [1, \"x\\u0000\"]}}", 1, 17, "P.a.1");
        row("B29 a plugin twice", "{\"P\": {},\n\"P\": {}}", 2, 1);
        row("B29 a setting twice", "{\"P\": {\"a\": 1,\n  \"a\": 2}}", 2, 3);
        row("B30 beyond 64 bits", "{\"P\": {\"a\": 18446744073709551616}}", 1, 13);
        row("B30 infinite", "{\"P\": {\"a\": [1, 1e999]}}", 1, 17);
        row("B31 truncated", "{\"P\": {\"a\": 1", 1, 14);
        row("B31 trailing comma", "{\"P\": {\"a\": 1,}}", 1, 14);
        row("B31 comment", "{ // no\n}", 1, 3);
        row("B31 garbage after the end", "{} x", 1, 4);
        row("B31 byte order mark", "\xef\xbb\xbf{}", 1, 1);
        row("B31 empty", "", 1, 1);
    }
    void refusesTheWholeWithThePlace()
    {
        QFETCH(QByteArray, json);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QString, field);

        const auto baseline = readUniversal(json, domain::Platform::Unknown);

        QVERIFY(!baseline);
        QCOMPARE(baseline.error().line, line);
        QCOMPARE(baseline.error().column, column);
        QCOMPARE(baseline.error().field, field);
        QVERIFY(!baseline.error().message.isEmpty());
    }

    void aVariableSettingMustNameInstances() // B28
    {
        const auto baseline = readVariable("{\"P\": {\"a\": 5}}", domain::Platform::Unknown);

        QVERIFY(!baseline);
        QCOMPARE(baseline.error().field, u"P.a"_s);
    }

    void namesBothLinesOfWhatStandsThereTwice() // B29
    {
        const auto baseline = readUniversal("{\"P\": {},\n\n\"P\": {}}", domain::Platform::Unknown);

        QVERIFY(!baseline);
        QVERIFY(baseline.error().message.contains(u"line 1"_s));
        QVERIFY(baseline.error().message.contains(u"line 3"_s));
    }
};

ARCHIVESMP_TEST(TestBaselineReader)
#include "tst_baselinereader.moc"
