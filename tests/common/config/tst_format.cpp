// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/configdocument.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace Qt::StringLiterals;

class TestFormat final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsAFormatByItsEndingInAnyCase_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<Format>("format");

        QTest::newRow("yml") << u"config.yml"_s << Format::Yaml;
        QTest::newRow("yaml") << u"a/b.YAML"_s << Format::Yaml;
        QTest::newRow("json") << u"x.Json"_s << Format::Json;
        QTest::newRow("json5") << u"x.json5"_s << Format::Json;
        QTest::newRow("toml") << u"paper.toml"_s << Format::Toml;
        QTest::newRow("properties") << u"server.properties"_s << Format::Properties;
        QTest::newRow("hocon") << u"bluemap/core.conf"_s << Format::Hocon;
        QTest::newRow("other") << u"notes.txt"_s << Format::Unknown;
        QTest::newRow("none") << u"yml"_s << Format::Unknown;
    }
    void knowsAFormatByItsEndingInAnyCase()
    {
        QFETCH(QString, file);
        QFETCH(Format, format);

        QCOMPARE(formatOfFile(file), format);
    }

    void refusesWhatHasNoKnownFormat()
    {
        QCOMPARE(parse("a", Format::Unknown).error().code, ErrorCode::UnsupportedFormat);
    }
};

ARCHIVESMP_TEST(TestFormat)
#include "tst_format.moc"
