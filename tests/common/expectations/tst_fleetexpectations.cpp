// SPDX-License-Identifier: GPL-3.0-or-later
// The owner's real expectations, where they are at hand: in ARCHIVESMP_FLEET_DATA, or beside the checkout.
#include "common/expectations/importer.h"

#include "tests/support/testregistry.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;

class TestFleetExpectations final : public QObject
{
    Q_OBJECT

    Result<ImportOutcome> _outcome = Error{};

    // Shorter ones can stand in any text by chance.
    static void addTexts(const QJsonArray &values, QSet<QByteArray> &texts)
    {
        for (const QJsonValue &value : values) {
            if (value.isArray())
                addTexts(value.toArray(), texts);
            else if (value.toString().size() >= 8)
                texts.insert(value.toString().toUtf8());
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString beside = QStringLiteral(ARCHIVESMP_FIXTURES "/../../../shared/fleet-data");
        const QString folder = qEnvironmentVariable("ARCHIVESMP_FLEET_DATA", beside);
        if (!QDir(folder).exists())
            QSKIP("the fleet's expectations are not at hand");
        const auto sources = readImportFolder(folder);
        QVERIFY(sources);
        _outcome = importExpectations(*sources);
        QVERIFY2(_outcome, qPrintable(describe(_outcome ? Error{} : _outcome.error())));
    }

    void holdsTheCountsThatAreInTheFiles()
    {
        const ImportReport &report = _outcome->report;

        QCOMPARE(report.plugins, 60);
        QCOMPARE(report.universalPlugins, 60);
        QCOMPARE(report.files.at(1).settings, 4786);
        QCOMPARE(report.variablePlugins, 17);
        QCOMPARE(report.variableSettings, 62);
        QCOMPARE(report.variableInstances.size(), 18);
        QCOMPARE(report.matrixPlugins, 136);
        QCOMPARE(report.matrixInstances, 20);
    }

    void refusesTheMatrixAsTruth()
    {
        QCOMPARE(_outcome->report.matrixRequired, 1);
        QVERIFY(!_outcome->report.matrixQuestion.isEmpty());
        QVERIFY(!_outcome->set.matrixAccepted());
    }

    void listsTheUnknownNamesWithWhatTheyMayStandFor()
    {
        QMap<QString, QString> best;
        for (const UnknownInstance &unknown : _outcome->report.unknownInstances)
            best.insert(unknown.name,
                        unknown.suggestions.isEmpty() ? QString() : unknown.suggestions.first().instance);

        QCOMPARE(best.keys(),
                 (QStringList{u"BIG01"_s, u"CREA01"_s, u"HARD01"_s, u"MIN01"_s, u"PRI01"_s, u"ROY01"_s,
                              u"SMP101"_s, u"TOW01"_s}));
        QCOMPARE(best.value(u"BIG01"_s), u"BIGG01"_s);
        QCOMPARE(best.value(u"HARD01"_s), u"HC01"_s);
        QCOMPARE(best.value(u"MIN01"_s), u"MINI01"_s);
        QCOMPARE(best.value(u"PRI01"_s), u"PRIV01"_s);
        QCOMPARE(best.value(u"ROY01"_s), u"FORT01"_s);
        QCOMPARE(best.value(u"TOW01"_s), u"TOWER01"_s);
        QCOMPARE(best.value(u"CREA01"_s), QString());
    }

    void findsTheSecretsAndTheDamage()
    {
        QCOMPARE(_outcome->report.secrets.size(), 20); // 17 universal of Paper, 2 of Velocity, 1 variable
        QCOMPARE(_outcome->report.doctor.size(), 5);
        QCOMPARE(_outcome->report.doctor.first().plugin, u"vcustombrand"_s);
    }

    // What is printed for people and for scripts, and what agents are sent: the real secrets are in none of
    // it.
    void masksTheRealSecrets()
    {
        const auto sealed = _outcome->set.sealed("key");
        QSet<QByteArray> texts;
        for (const Secret &secret : sealed.secrets)
            addTexts(QJsonDocument::fromJson('[' + secret.reveal() + ']').array(), texts);
        QVERIFY2(!texts.isEmpty(), "the fleet's expectations hold no secret to look for");
        const QList<QByteArray> places{_outcome->report.toText().toUtf8(),
                                       QJsonDocument(_outcome->report.toJson()).toJson(),
                                       sealed.set.toJson()};

        for (const QByteArray &text : texts) {
            for (qsizetype i = 0; i < places.size(); ++i)
                QVERIFY2(!places.at(i).contains(text),
                         qPrintable(u"a secret of %1 letters is in place %2"_s.arg(text.size()).arg(i)));
        }
    }

    void survivesTheWire()
    {
        const auto again = ExpectationSet::fromJson(_outcome->set.toJson());

        QVERIFY(again);
        QCOMPARE(again->hash(), _outcome->set.hash());
        QCOMPARE(*again, _outcome->set);
    }
};

ARCHIVESMP_TEST(TestFleetExpectations)
#include "tst_fleetexpectations.moc"
