// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/deploymentmatrix.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;

namespace {
const QByteArray header = "plugin_name,plugin_type,auto_update,update_source,server_DEV01,server_BENT01\n";
}

class TestDeploymentMatrix final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsNamesWithCommasAndQuotes()
    {
        const auto parsed
            = parseMatrix(header + "\"1p death, \"\"all\"\" death\",bukkit/paper,True,manual,False,True\r\n");

        QVERIFY(parsed);
        const MatrixRow &row = parsed->matrix.rows.first();
        QCOMPARE(row.plugin, u"1p death, \"all\" death"_s);
        QVERIFY(row.autoUpdate);
        QCOMPARE(row.cells, (QList<Presence>{Presence::Forbidden, Presence::Required}));
        QCOMPARE(parsed->matrix.instances, (QStringList{u"DEV01"_s, u"BENT01"_s}));
    }

    void columnsMayStandInAnyOrder()
    {
        const auto parsed = parseMatrix("server_A,plugin_name\nx,Warps\n");

        QVERIFY(parsed);
        QCOMPARE(parsed->matrix.rows.first().plugin, u"Warps"_s);
        QCOMPARE(parsed->matrix.required(), 1);
    }

    void aColumnMayNameTheServerToo()
    {
        const auto parsed = parseMatrix("plugin_name,server_ovh/BENT01\nWarps,x\n");

        QVERIFY(parsed);
        QCOMPARE(parsed->matrix.instances, QStringList{u"ovh/BENT01"_s});
        QVERIFY(!parseMatrix("plugin_name,server_a/b/C\nWarps,x\n"));
    }

    void understandsTheCellsThatPeopleWrite_data() // B36
    {
        QTest::addColumn<QByteArray>("cell");
        QTest::addColumn<int>("presence");
        for (const char *cell : {"x", "X", "TRUE", "True", " yes", "1", "required"})
            QTest::newRow(cell) << QByteArray(cell) << static_cast<int>(Presence::Required);
        for (const char *cell : {"False", "no", "0", "forbidden"})
            QTest::newRow(cell) << QByteArray(cell) << static_cast<int>(Presence::Forbidden);
        QTest::newRow("nothing") << QByteArray() << static_cast<int>(Presence::Undecided);
        QTest::newRow("allowed") << QByteArray("allowed") << static_cast<int>(Presence::Allowed);
    }
    void understandsTheCellsThatPeopleWrite()
    {
        QFETCH(QByteArray, cell);
        QFETCH(int, presence);

        const auto parsed = parseMatrix("plugin_name,server_A\nWarps," + cell + '\n');

        QVERIFY(parsed);
        QCOMPARE(static_cast<int>(parsed->matrix.rows.first().cells.first()), presence);
    }

    void aVersionCanBeStatedForAllAndForOne()
    {
        const auto parsed = parseMatrix(
            "plugin_name,expected_version,server_A,server_B,server_C\nWarps,1.2,x,allowed@1.3,\nPets,,x,,\n");

        QVERIFY(parsed);
        const MatrixRow &warps = parsed->matrix.rows.at(0);
        QCOMPARE(warps.cells, (QList<Presence>{Presence::Required, Presence::Allowed, Presence::Undecided}));
        QCOMPARE(warps.versionFor(0), u"1.2"_s);
        QCOMPARE(warps.versionFor(1), u"1.3"_s);
        QCOMPARE(warps.versionFor(-1), u"1.2"_s);
        QVERIFY(parsed->matrix.rows.at(1).versions.isEmpty());
        QVERIFY(parsed->matrix.rows.at(1).versionFor(0).isEmpty());
    }

    void aVersionFitsAsItIsWrittenOrByStars_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("fitting");
        const auto row = [](const char *wanted, const char *version, bool fitting) {
            QTest::addRow("%s for %s", version, wanted)
                << QString::fromLatin1(wanted) << QString::fromLatin1(version) << fitting;
        };
        row("5.4.1", "5.4.1", true);
        row("v5.4.1", "5.4.1", true);
        row("5.4.1", "V5.4.1", true);
        row("5.4.1", "5.4.10", false);
        row("5.4", "5.4.0", false);
        row("5.4.*", "5.4.10", true);
        row("5.4.*", "5.5.0", false);
        row("2.*", "2.21.0-SNAPSHOT+abc/1", true);
        row("5.4.1", "", false);
        row("volatile", "olatile", false);
    }
    void aVersionFitsAsItIsWrittenOrByStars()
    {
        QFETCH(QString, wanted);
        QFETCH(QString, version);
        QFETCH(bool, fitting);

        QCOMPARE(fitsVersion(wanted, version), fitting);
    }

    // B34, B35, B36: each names its line and cell, and nothing of the file is used.
    void refusesWhatItWouldHaveToGuess_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("cell");
        QTest::addColumn<QString>("message");
        QTest::newRow("B34 too few cells") << header + "Warps,,,,x\n" << 2 << 6 << u"5 cells"_s;
        QTest::newRow("B34 too many cells") << header + "Warps,,,,x,x,x\n" << 2 << 7 << u"7 cells"_s;
        QTest::newRow("B34 unclosed quote") << header + "\"Warps,,,,x,x\n" << 2 << 1 << u"not closed"_s;
        QTest::newRow("B34 quoted newline") << header + "\"War\nps\",,,,x,x\n" << 2 << 1 << u"not closed"_s;
        QTest::newRow("B34 semicolons")
            << QByteArray("plugin_name;server_A\nWarps;x\n") << 1 << 1 << u"semicolons"_s;
        QTest::newRow("B34 byte order mark") << "\xef\xbb\xbf" + header << 1 << 1 << u"byte order mark"_s;
        QTest::newRow("B34 carriage returns only")
            << QByteArray("plugin_name,server_A\rWarps,x\r") << 1 << 1 << u"carriage"_s;
        QTest::newRow("B34 empty") << QByteArray("\n\n") << 1 << 1 << u"empty"_s;
        QTest::newRow("B34 not UTF-8") << header + "W\xffrps,,,,x,x\n" << 1 << 1 << u"UTF-8"_s;
        QTest::newRow("B35 contradicting rows") << header + "Warps,,,,x,x\nOther,,,,x,x\nWarps,,,,x,\n"
                                                << 4 << 1 << u"line 2"_s;
        QTest::newRow("B35 two columns of one instance")
            << QByteArray("plugin_name,server_A,server_B,server_A\n") << 1 << 4
            << u"column 2 and a column 4"_s;
        QTest::newRow("B35 a column twice")
            << QByteArray("plugin_name,plugin_type,plugin_type,server_A\n") << 1 << 3 << u"as column 2 too"_s;
        QTest::newRow("B36 no truth value")
            << QByteArray("plugin_name,auto_update,server_A\nWarps,perhaps,x\n") << 2 << 2
            << u"auto_update is \"perhaps\""_s;
        QTest::newRow("B35 unknown column")
            << QByteArray("plugin_name,instance_A\n") << 1 << 2 << u"unknown column"_s;
        QTest::newRow("B35 no instance name")
            << QByteArray("plugin_name,server_\n") << 1 << 2 << u"names no instance"_s;
        QTest::newRow("B35 blank plugin") << header + " ,,,,x,x\n" << 2 << 1 << u"no name"_s;
        QTest::newRow("B35 no plugin column") << QByteArray("server_A\nx\n") << 1 << 1 << u"plugin_name"_s;
        QTest::newRow("B36 question mark") << header + "Warps,,,,x,?\n" << 2 << 6 << u"\"?\""_s;
        QTest::newRow("B35 contradicting versions")
            << QByteArray("plugin_name,server_A\nWarps,x@1\nWarps,x@2\n") << 3 << 1 << u"line 2"_s;
        QTest::newRow("B36 no version") << header + "Warps,,,,x,x@\n" << 2 << 6 << u"\"x@\""_s;
        QTest::newRow("B36 a version of nothing") << header + "Warps,,,,x,no@1.2\n"
                                                  << 2 << 6 << u"not wanted"_s;
        QTest::newRow("B36 formula") << header + "Warps,,,,=1+1,x\n" << 2 << 5 << u"=1+1"_s;
    }
    void refusesWhatItWouldHaveToGuess()
    {
        QFETCH(QByteArray, csv);
        QFETCH(int, line);
        QFETCH(int, cell);
        QFETCH(QString, message);

        const auto parsed = parseMatrix(csv);

        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::InvalidInput);
        QCOMPARE(parsed.error().line, line);
        QCOMPARE(parsed.error().column, cell);
        QVERIFY2(parsed.error().message.contains(message), qPrintable(parsed.error().message));
        QVERIFY(!parsed.error().remedy.isEmpty());
    }

    void keepsRowsThatAgreeOnceAndSaysSo() // B35
    {
        const auto parsed = parseMatrix(header + "Warps,,False,manual,x,x\nWarps,,True,jenkins,x,x\n");

        QVERIFY(parsed);
        QCOMPARE(parsed->matrix.rows.size(), 1);
        QCOMPARE(parsed->rowCount, 2);
        QCOMPARE(parsed->repeated, QStringList{u"Warps (lines 2 and 3)"_s});
    }

    void isImplausibleWhereMostInstancesHaveNothing()
    {
        const QByteArray wide = "plugin_name,server_A,server_B,server_C,server_D\n";

        QVERIFY(!parseMatrix(wide + "Warps,x,,,\n")->matrix.isPlausible());
        QVERIFY(parseMatrix(wide + "Warps,x,x,,\n")->matrix.isPlausible());
    }
};

ARCHIVESMP_TEST(TestDeploymentMatrix)
#include "tst_deploymentmatrix.moc"
