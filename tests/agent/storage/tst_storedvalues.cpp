// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/storedvalues.h"

#include "common/protocol/driftmembers.h"
#include "tests/support/testregistry.h"

#include <QJsonDocument>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::storage;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

namespace {

QByteArray stored(const ShownValue &value)
{
    Utf8Buffer buffer;
    buffer.append('|');
    storeShownValue(value, buffer);
    return QByteArray(buffer.data() + 1, buffer.size() - 1);
}

QByteArray stored(const KeyPath &path)
{
    Utf8Buffer buffer;
    buffer.append('|');
    storeKeyPath(path, buffer);
    return QByteArray(buffer.data() + 1, buffer.size() - 1);
}

} // namespace

class TestStoredValues final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Rows of before were all written by JSON's own way.
    void aShownValueIsStoredAsJsonWritesIt_data()
    {
        QTest::addColumn<ShownValue>("value");
        const auto text = [](const char *name, const QByteArray &utf8) {
            QTest::newRow(name) << ShownValue(Value::text(utf8));
        };
        text("empty", "");
        text("plain", "spawn: 5 / [x]");
        text("quotes", "a \"quoted\" text");
        text("backslash", "a\\b");
        text("lines", "one\ntwo\ttabs");
        text("control", "\x01\x7f");
        text("colours",
             "\xc2\xa7"
             "6gold");
        text("dragon", "\xf0\x9f\x90\x89");
        text("not UTF-8", "\xff\xfe");
        QTest::newRow("null") << ShownValue(Value());
        QTest::newRow("true") << ShownValue(Value::boolean(true));
        QTest::newRow("false") << ShownValue(Value::boolean(false));
        QTest::newRow("zero") << ShownValue(Value::integer(0));
        QTest::newRow("smallest") << ShownValue(Value::integer(std::numeric_limits<qint64>::min()));
        QTest::newRow("spelled") << ShownValue(Value::integer(16, "0x10"));
        QTest::newRow("real") << ShownValue(Value::real(0.1));
        QTest::newRow("infinite") << ShownValue(Value::real(std::numeric_limits<double>::infinity(), ".inf"));
        QTest::newRow("empty list") << ShownValue(Value::list({}));
        QTest::newRow("plain list") << ShownValue(
            Value::list({Value::text("a"), Value::integer(1), Value::list({Value::boolean(true)})}));
        QTest::newRow("list with a null") << ShownValue(Value::list({Value::text("a"), Value()}));
        QTest::newRow("list with quotes") << ShownValue(Value::list({Value::text("a"), Value::text("\"")}));
        QTest::newRow("map") << ShownValue(Value::map({{"b", Value::integer(1)}, {"a", Value::text("x")}}));
        QTest::newRow("secret") << ShownValue(SecretFingerprint{QByteArray(32, '\xa5')});
    }
    void aShownValueIsStoredAsJsonWritesIt()
    {
        QFETCH(ShownValue, value);
        protocol::JsonWriter writer;
        writer.shown("shown"_L1, value);

        QCOMPARE(stored(value), QJsonDocument(writer.take()).toJson(QJsonDocument::Compact));
    }

    void nothingIsStoredAsNothing() { QCOMPARE(stored(ShownValue()), QByteArray("")); }

    void aPathIsStoredAsItIsShown_data()
    {
        QTest::addColumn<KeyPath>("path");
        QTest::newRow("empty") << KeyPath();
        QTest::newRow("one") << KeyPath({"spawn"});
        QTest::newRow("three") << KeyPath({"worlds", "0", "spawn point"});
        QTest::newRow("dots") << KeyPath({"worlds", "a.b", "x"});
        QTest::newRow("backslash") << KeyPath({"a\\b"});
        QTest::newRow("empty keys") << KeyPath({"", "a", ""});
        QTest::newRow("not ASCII") << KeyPath({"sm\xc3\xb6rg\xc3\xa5s", "x"});
        QTest::newRow("not UTF-8") << KeyPath({"x", "\xff"});
    }
    void aPathIsStoredAsItIsShown()
    {
        QFETCH(KeyPath, path);

        QCOMPARE(stored(path), path.toString().toUtf8());
    }
};

ARCHIVESMP_TEST(TestStoredValues)
#include "tst_storedvalues.moc"
