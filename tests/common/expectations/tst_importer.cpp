// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/importer.h"

#include "tests/support/testregistry.h"

#include <QDir>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;
using Content = ImportSource::Content;

class TestImporter final : public QObject
{
    Q_OBJECT

    static ImportSource source(Content content, const QByteArray &bytes, const QString &name = u"file"_s)
    {
        return {content, domain::Platform::Unknown, name, bytes};
    }

    static void write(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

private Q_SLOTS:
    void countsWhatIsInTheFiles()
    {
        const auto outcome = importExpectations(
            {{source(Content::Universal,
                     "{\"A\": {\"x\": 1, \"m\": {\"p\": 1, \"q\": 2}}, \"B\": {\"y\": 2}}"),
              source(Content::Variable, "{\"A\": {\"z\": {\"DEV01\": 1}}}"),
              source(Content::Matrix, "plugin_name,server_DEV01\nA,x\nB,x\n")},
             {}});

        QVERIFY(outcome);
        const ImportReport &report = outcome->report;
        QCOMPARE(report.universalPlugins, 2);
        QCOMPARE(report.universalSettings, 3);
        QCOMPARE(report.files.first().values, 4);
        QCOMPARE(report.variablePlugins, 1);
        QCOMPARE(report.variableSettings, 1);
        QCOMPARE(report.variableInstances, QStringList{u"DEV01"_s});
        QCOMPARE(report.matrixPlugins, 2);
        QCOMPARE(report.matrixRequired, 2);
        QVERIFY(report.matrixQuestion.isEmpty());
        QVERIFY(outcome->set.matrixAccepted());
        QCOMPARE(outcome->set.plugins().size(), 2);
    }

    void whatIsUniversalAndVariableIsListedAndTheVariableOneWins() // B33
    {
        const auto outcome
            = importExpectations({{source(Content::Universal, "{\"A\": {\"x\": 1}}"),
                                   source(Content::Variable, "{\"A\": {\"x\": {\"DEV01\": 2}}}")},
                                  {}});

        QVERIFY(outcome);
        QCOMPARE(outcome->report.conflicts.size(), 1);
        QCOMPARE(outcome->report.conflicts.first().key, u"x"_s);
        QCOMPARE(outcome->report.conflicts.first().instances, QStringList{u"DEV01"_s});
        QVERIFY(outcome->report.toText().contains(
            u"\n1 settings are universal and variable; the variable value wins where it names the instance:\n"
            "  A: x (DEV01)\n"_s));
        const auto effective = outcome->set.effective({u"s"_s, u"DEV01"_s});
        QCOMPARE(std::get<Value>(effective.first().value), Value::integer(2));
    }

    void rulesComeAlongOnce()
    {
        const QByteArray yaml("rules:\n  - {id: a, rule: ignore, scope: {key: x}}\npacks_off: [CMI]\n");
        const auto outcome = importExpectations({{source(Content::Rules, yaml)}, {}});

        QVERIFY(outcome);
        QVERIFY(outcome->rules);
        QCOMPARE(outcome->rules->rules.size(), 1);
        QCOMPARE(outcome->report.rules, 1);
        QVERIFY2(outcome->report.toText().contains(u"1 rules, shipped packs off: CMI"_s),
                 qPrintable(outcome->report.toText()));
        const auto all = importExpectations({{source(Content::Rules, "rules: []\n")}, {}});
        QVERIFY(all->report.toText().contains(u"all shipped packs on"_s));
        QVERIFY(!importExpectations({{source(Content::Rules, yaml), source(Content::Rules, yaml)}, {}}));
        QVERIFY(!importExpectations({{source(Content::Rules, "rules: all\n")}, {}}));
    }

    void oneMatrixIsEnough()
    {
        const QByteArray csv("plugin_name,server_A\nP,x\n");

        QVERIFY(importExpectations({{source(Content::Matrix, csv)}, {}}));
        QVERIFY(!importExpectations({{source(Content::Matrix, csv), source(Content::Matrix, csv)}, {}}));
        QVERIFY(!importExpectations({{source(Content::Matrix, "plugin_name,server_A\nP,=1\n")}, {}}));
    }

    void aReportIsSilentAboutWhatThereIsNot()
    {
        const auto outcome = importExpectations({{source(Content::Universal, "{\"A\": {\"x\": 1}}")}, {}});

        QVERIFY(outcome);
        const QString text = outcome->report.toText();
        for (const char *heading : {"universal and variable", "look damaged", "are secret",
                                    "no row in the matrix", "are not in the matrix"})
            QVERIFY2(!text.contains(QLatin1StringView(heading)), qPrintable(text));
    }

    void listsInstancesThatTheMatrixDoesNotKnow() // B32
    {
        const auto outcome
            = importExpectations({{source(Content::Variable, "{\"A\": {\"x\": {\"BIG01\": 2}}}"),
                                   source(Content::Matrix, "plugin_name,server_BIGG01\nA,x\n")},
                                  {}});

        QVERIFY(outcome);
        QCOMPARE(outcome->report.unknownInstances.size(), 1);
        QCOMPARE(outcome->report.unknownInstances.first().suggestions.first().instance, u"BIGG01"_s);
        QVERIFY(outcome->report.toText().contains(u"may be BIGG01"_s));
    }

    void anAliasAnswersTheQuestion()
    {
        const auto outcome
            = importExpectations({{source(Content::Variable, "{\"A\": {\"x\": {\"BIG01\": 2}}}"),
                                   source(Content::Matrix, "plugin_name,server_BIGG01\nA,x\n"),
                                   source(Content::Aliases, "{\"instances\": {\"BIG01\": \"BIGG01\"}}")},
                                  {}});

        QVERIFY(outcome);
        QVERIFY(outcome->report.unknownInstances.isEmpty());
        QCOMPARE(outcome->set.effective({u"s"_s, u"BIGG01"_s}).size(), 1);
    }

    void anEmptyMatrixIsAQuestionAndNoTruth()
    {
        const auto outcome = importExpectations(
            {{source(Content::Matrix, "plugin_name,server_A,server_B,server_C\nP,x,,\n")}, {}});

        QVERIFY(outcome);
        QVERIFY(!outcome->set.matrixAccepted());
        QVERIFY(outcome->report.matrixQuestion.endsWith(u'?'));
        QVERIFY(!outcome->report.toJson().value(u"matrix"_s).toObject().value(u"accepted"_s).toBool());
    }

    void oneBadFileRejectsTheWholeAndIsNamed()
    {
        const auto outcome
            = importExpectations({{source(Content::Universal, "{\"A\": {\"x\": 1}}", u"good.json"_s),
                                   source(Content::Variable, "{\n!", u"bad.json"_s)},
                                  {}});

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().file, u"bad.json"_s);
        QCOMPARE(outcome.error().line, 2);
    }

    void theDoctorNotesDamagedTexts()
    {
        const auto outcome
            = importExpectations({{source(Content::Universal,
                                          "{\"A\": {\"q\": \"\\\"quoted\\\"\", \"b\": \" [\", \"fine\": "
                                          "\"[x]\", \"password\": \"\\\"word\\\"\"}}")},
                                  {}});

        QVERIFY(outcome);
        QCOMPARE(outcome->report.doctor.size(), 3);
        QCOMPARE(outcome->report.doctor.at(0).proposal, u"do not use"_s);
        QCOMPARE(outcome->report.doctor.at(1).excerpt, QString());
        QCOMPARE(outcome->report.doctor.at(2).proposal, u"unquote"_s);
    }

    void secretsAreNamedAndNeverShown()
    {
        const auto outcome = importExpectations(
            {{source(Content::Universal,
                     "{\"A\": {\"db.password\": \"canary-word\", \"hook\": "
                     "\"\\\"https://u:canary-word@h/\\\"\"}}"),
              source(Content::Variable, "{\"A\": {\"token\": {\"DEV01\": \"canary-word\"}}}")},
             {}});

        QVERIFY(outcome);
        QCOMPARE(outcome->report.secrets.size(), 3);
        QVERIFY(!outcome->report.toText().contains(u"canary"_s));
        QVERIFY(!QJsonDocument(outcome->report.toJson()).toJson().contains("canary"));
    }

    void findsTheFilesOfAFolderUnderBothNames()
    {
        const QTemporaryDir folder;
        write(folder.filePath(u"universal_configs_analysis.json"_s), "{}");
        write(folder.filePath(u"paper/variable_configs.json"_s), "{}");
        write(folder.filePath(u"deployment_matrix.csv"_s), "plugin_name,server_A\n");

        const auto sources = readImportFolder(folder.path());

        QVERIFY(sources);
        QCOMPARE(sources->files.size(), 3);
        QCOMPARE(sources->files.at(0).content, Content::Universal);
        QCOMPARE(sources->files.at(2).platform, domain::Platform::Paper);
        QCOMPARE(sources->files.at(2).name, u"paper/variable_configs.json"_s);
    }

    void aFolderWithoutAnyOfThemIsNotFound()
    {
        const QTemporaryDir folder;

        QCOMPARE(readImportFolder(folder.path()).error().code, ErrorCode::NotFound);
        QCOMPARE(readImportFolder(folder.filePath(u"nowhere"_s)).error().code, ErrorCode::NotFound);
    }

    void refusesAliasesThatAreNoNames()
    {
        QVERIFY(!importExpectations({{source(Content::Aliases, "{\"instances\": {\"A\": 5}}")}, {}}));
        QVERIFY(!importExpectations({{source(Content::Aliases, "{\"other\": {}}")}, {}}));
        QVERIFY(!importExpectations({{source(Content::Aliases, "[]")}, {}}));
    }
};

ARCHIVESMP_TEST(TestImporter)
#include "tst_importer.moc"
