// SPDX-License-Identifier: GPL-3.0-or-later
// Replays what fuzzing has found interesting, and the YAML fixtures, through every target.
#include "tests/fleetgen/dice.h"
#include "tests/fuzz/fuzzdrift.h"
#include "tests/fuzz/fuzztargets.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestFuzzCorpus final : public QObject
{
    Q_OBJECT

    static QList<QByteArray> inputsOf(const QString &folder)
    {
        QList<QByteArray> inputs;
        QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly))
                inputs.append(file.readAll());
        }
        return inputs;
    }

private Q_SLOTS:
    void keepsItsPromisesOnTheCorpus_data()
    {
        QTest::addColumn<int>("target");

        for (size_t i = 0; i < fuzzTargets().size(); ++i)
            QTest::newRow(fuzzTargets()[i].name) << static_cast<int>(i);
    }
    void keepsItsPromisesOnTheCorpus()
    {
        QFETCH(int, target);
        const FuzzTarget &chosen = fuzzTargets()[static_cast<size_t>(target)];
        const QList<QByteArray> corpus
            = inputsOf(QStringLiteral(ARCHIVESMP_FUZZ_CORPUS) + u'/' + QString::fromLatin1(chosen.name));
        const QList<QByteArray> fixtures = inputsOf(fixture(u"config/yaml"_s));

        for (const QByteArray &input : corpus + fixtures)
            chosen.run(input);

        QVERIFY(!corpus.isEmpty());
        QVERIFY(fixtures.size() >= 150);
    }

    void theEditorMeetsEveryFixtureManyTimes()
    {
        const QList<QByteArray> fixtures = inputsOf(fixture(u"config/yaml"_s));
        const FuzzTarget &editor = fuzzTargets().back();

        for (int seed = 0; seed < 40; ++seed) {
            for (const QByteArray &input : fixtures)
                editor.run(QByteArray(1, static_cast<char>(seed)) + QByteArray(4, '\0') + input);
        }

        QCOMPARE(QByteArray(editor.name), QByteArray("editor"));
    }

    void everyFixtureIsExpectedAndChangedManyTimes()
    {
        const QList<QByteArray> fixtures = inputsOf(fixture(u"config/yaml"_s));
        fleetgen::Dice dice(3);

        for (int round = 0; round < 60; ++round) {
            for (const QByteArray &input : fixtures) {
                QByteArray changes(12, '\0');
                for (char &byte : changes)
                    byte = static_cast<char>(dice.below(256));
                fuzzDrift(input + changes);
            }
        }
    }
};

ARCHIVESMP_TEST(TestFuzzCorpus)
#include "tst_fuzzcorpus.moc"
