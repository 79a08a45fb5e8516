// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/exporter.h"

#include "common/expectations/importer.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

namespace {

ExpectationSet set()
{
    ExpectationSet::Contents all;
    Setting port{"port", 0, ExpectedValue(Value::integer(1)), {}, {}};
    port.servers.insert(u"ovh"_s, Value::integer(2));
    port.instances.insert(u"BENT01"_s, NotExpected());
    Setting height{
        "addons/AOneBlock/config.world.sea-height", 23, ExpectedValue(Value::real(1.1, "1.10")), {}, {}};
    height.instances.insert(u"ovh/BENT01"_s, Value());
    const Setting secret{
        "db.password", 0, ExpectedValue(SealedSecret{u"0123"_s, {QByteArray(32, 'k')}}), {}, {}};
    const Setting list{"texts", 0, ExpectedValue(Value::list({Value::text("a\n\"b\""), Value()})), {}, {}};
    const Setting empty{"empty", 0, ExpectedValue(Value::map({})), {}, {}};
    all.plugins = {{u"Warps"_s, Platform::Paper, {port, height, secret, list, empty}},
                   {u"Geyser"_s, Platform::Geyser, {port}}};
    all.matrix = {{u"BENT01"_s, u"BIG01"_s},
                  {{u"Warps"_s,
                    u"bukkit, \"paper\""_s,
                    true,
                    u"manual"_s,
                    {Presence::Required, Presence::Allowed},
                    u"5.4.*"_s,
                    {u"5.4.1"_s, {}}},
                   {u"Geyser"_s, {}, false, {}, {Presence::Undecided, Presence::Required}}}};
    all.matrixAccepted = true;
    all.aliases.instances.insert(u"BIG01"_s, u"BIGG01"_s);
    all.aliases.plugins.insert(u"warps-folder"_s, u"Warps"_s);
    return ExpectationSet(all);
}

} // namespace

class TestExporter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anExportCanBeImportedAgain()
    {
        const QTemporaryDir folder;
        for (const ExportedFile &file : exportFiles(set())) {
            const QString path = folder.filePath(file.name);
            QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
            QFile out(path);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(file.bytes);
        }

        const auto sources = readImportFolder(folder.path());
        QVERIFY2(sources, qPrintable(sources ? QString() : describe(sources.error())));
        const auto again = importExpectations(*sources);

        QVERIFY2(again, qPrintable(again ? QString() : describe(again.error())));
        QCOMPARE(again->set.toJson(), set().toJson());
    }

    void filesAreOrderedByPlatform()
    {
        QStringList names;
        for (const ExportedFile &file : exportFiles(set()))
            names.append(file.name);

        QVERIFY(names.contains(u"paper/universal_configs.json"_s));
        QVERIFY(names.contains(u"geyser/variable_configs.json"_s));
        QVERIFY(names.contains(u"deployment_matrix.csv"_s));
        QVERIFY(names.contains(u"aliases.json"_s));
    }

    void nothingExpectedIsNothingToExport() { QVERIFY(exportFiles(ExpectationSet()).isEmpty()); }

    // B36, T18: a cell that a spreadsheet would evaluate.
    void b36AFormulaIsExportedAsTextAndReadBackAsItWas_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("cell");
        const auto row = [](const QString &text, const QByteArray &cell) {
            QTest::newRow(cell.constData()) << text << cell;
        };
        row(u"=cmd|' /C calc'!A0"_s, "\"'=cmd|' /C calc'!A0\"");
        row(u"=HYPERLINK(\"x\",\"y\")"_s, "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        row(u"+1+1"_s, "\"'+1+1\"");
        row(u"-2.0"_s, "\"'-2.0\"");
        row(u"@SUM(A1)"_s, "\"'@SUM(A1)\"");
        row(u"\t=1"_s, "\"'\t=1\"");
        row(u"\r=1"_s, "\"'\r=1\"");
        row(u"\uff1d1+1"_s,
            "\"'\xef\xbc\x9d"
            "1+1\"");
        row(u"'=1"_s, "\"''=1\"");
        row(u"''@x"_s, "\"'''@x\"");
        // These nobody evaluates: they keep their bytes.
        row(u"'quoted'"_s, "'quoted'");
        row(u"1p-death"_s, "1p-death");
        row(u"a=b"_s, "a=b");
        row(u"a, b"_s, "\"a, b\"");
        row(u"say \"x\""_s, "\"say \"\"x\"\"\"");
    }
    void b36AFormulaIsExportedAsTextAndReadBackAsItWas()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, cell);
        ExpectationSet::Contents all;
        all.matrix = {{u"DEV01"_s}, {{text, text, false, text, {Presence::Required}, text}}};

        const QByteArray csv = exportFiles(ExpectationSet(all)).first().bytes;
        const auto again = parseMatrix(csv);

        QCOMPARE(csv.split('\n').at(1), cell + ',' + cell + ",false," + cell + ',' + cell + ",required");
        QVERIFY2(again, qPrintable(again ? QString() : describe(again.error())));
        QCOMPARE(again->matrix, all.matrix);
    }

    void anOrdinaryExportKeepsItsBytes()
    {
        const QList<ExportedFile> files = exportFiles(set());
        const auto matrix = std::find_if(files.begin(), files.end(), [](const ExportedFile &file) {
            return file.name == "deployment_matrix.csv"_L1;
        });

        QCOMPARE(
            matrix->bytes,
            "plugin_name,plugin_type,auto_update,update_source,expected_version,server_BENT01,server_BIG01\n"
            "Warps,\"bukkit, \"\"paper\"\"\",true,manual,5.4.*,required@5.4.1,allowed\n"
            "Geyser,,false,,,,required\n");
    }

    // Shown by 7
    void aSecretStandsThereByItsFingerprintOnly()
    {
        ExpectationSet::Contents all;
        all.plugins = {{u"Warps"_s,
                        Platform::Paper,
                        {{"db.password", 0, ExpectedValue(Value::text("c4n4ry-export")), {}, {}}}}};

        for (const ExportedFile &file : exportFiles(ExpectationSet(all).sealed("key").set))
            QVERIFY(!file.bytes.contains("c4n4ry-export"));
    }
};

ARCHIVESMP_TEST(TestExporter)
#include "tst_exporter.moc"
