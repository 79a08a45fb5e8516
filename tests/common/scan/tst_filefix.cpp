// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/filefix.h"

#include "tests/common/scan/scanfixture.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {
const QString dev = u"hetzner/DEV01"_s;
const QString mainFile = u"plugins/Warps/config.yml"_s;
const QByteArray expected
    = "{\"Warps\": {\"a\": 5, \"s.b\": \"x\", \"db.password\": \"expected-canary\", \"n\": [1, 2]}}";
} // namespace

class TestFileFix final : public QObject
{
    Q_OBJECT

    static QList<domain::Finding> findingsOf(const ScanFixture &fleet)
    {
        return fleet.scan()->reports.first().findings;
    }

private Q_SLOTS:
    void aScanShowsWhatAFixWouldDo()
    {
        ScanFixture fleet(expected);
        const QByteArray text
            = "# remark\na: 4  # why\ns:\n  c: 1\ndb:\n  password: expected-canary\nn: [1, 2]\n";
        fleet.addFile(dev, mainFile, text);

        const auto findings = findingsOf(fleet);

        QCOMPARE(findings.size(), 2);
        QVERIFY(findings.at(0).fix);
        QCOMPARE(findings.at(0).fix->hunk,
                 u"@@ -1,5 +1,5 @@\n # remark\n-a: 4  # why\n+a: 5  # why\n s:\n   c: 1\n db:\n"_s);
        QCOMPARE(findings.at(0).fix->fileSha256, QCryptographicHash::hash(text, QCryptographicHash::Sha256));
        QVERIFY(findings.at(1).fix->hunk.contains(u"+  b: x\n"_s));
        QVERIFY(findings.at(1).fix->refusal.isEmpty());
    }

    void noPreviewHoldsWhatARuleCallsSecret()
    {
        ScanFixture fleet("{\"Warps\": {\"a\": 5, \"s.b\": \"expected-canary\"}}");
        domain::Rule secret;
        secret.id = RuleId(u"s"_s);
        secret.kind = domain::RuleKind::Secret;
        secret.scope = {u"Warps"_s, {}, u"s"_s, {}};
        fleet.options.expectations
            = std::make_shared<expectations::ExpectationSet>(fleet.options.expectations->withRules({secret}));
        fleet.addFile(dev, mainFile, "a: 4\ns:\n  b: actual-canary\n  c: [other-canary]\n");

        const auto findings = findingsOf(fleet);
        const auto game = scan::SafeFolder::open(fleet.gameFolder(dev));
        const auto fix = scan::planFileFix(*game, mainFile, findings,
                                           {*fleet.options.expectations, fleet.options.fleetKey});

        QCOMPARE(findings.size(), 2);
        for (const domain::Finding &finding : findings)
            QVERIFY2(!finding.fix->hunk.contains(u"canary"_s), qPrintable(finding.fix->hunk));
        QCOMPARE(fix->fixed.size(), 2);
        QVERIFY(fix->after.contains("expected-canary"));
        QVERIFY2(!fix->diff().contains(u"canary"_s), qPrintable(fix->diff()));
    }

    void noPreviewHoldsASecret() // B27
    {
        for (const bool sealed : {false, true}) {
            ScanFixture fleet(expected);
            if (sealed)
                fleet.options.expectations = std::make_shared<expectations::ExpectationSet>(
                    fleet.options.expectations->sealed(fleet.options.fleetKey).set);
            fleet.addFile(
                dev, mainFile,
                "a: 4\ns: {b: x}\ndb:\n  # password: comment-canary\n  password: actual-canary\nn: [1, 2]\n");

            const auto findings = findingsOf(fleet);

            QCOMPARE(findings.size(), 2);
            for (const domain::Finding &finding : findings) {
                QVERIFY(finding.fix);
                QVERIFY2(!finding.fix->hunk.contains(u"canary"_s), qPrintable(finding.fix->hunk));
            }
            QVERIFY(findings.at(1).fix->hunk.contains(u"-  password: ********\n+  password: ********\n"_s));
        }
    }

    void whatTheEditorRefusesIsSaidWithTheReason()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile,
                      "base: &v 4\na: *v\ns: {b: x}\ndb: {password: expected-canary}\nn: [1, 2]\n");

        const auto findings = findingsOf(fleet);

        QCOMPARE(findings.size(), 1);
        QVERIFY(findings.first().fix->hunk.isEmpty());
        QVERIFY(!findings.first().fix->refusal.isEmpty());
    }

    void previewsStopAtTheirLimit()
    {
        ScanFixture fleet(expected);
        fleet.options.previews = 1;
        fleet.addFile(dev, mainFile, "n: [1]\n");

        const auto findings = findingsOf(fleet);

        QCOMPARE(findings.size(), 4);
        QCOMPARE(
            std::count_if(findings.begin(), findings.end(), [](const auto &f) { return f.fix.has_value(); }),
            1);
    }

    void aFileIsFixedAsAWholeSecretsIncluded()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 4\ns: {b: x}\ndb:\n  password: actual-canary\nn: [1, 2]\n");
        const auto game = scan::SafeFolder::open(fleet.gameFolder(dev));

        const auto fix = scan::planFileFix(*game, mainFile, findingsOf(fleet),
                                           {*fleet.options.expectations, fleet.options.fleetKey});

        QVERIFY(fix);
        QCOMPARE(fix->after, QByteArray("a: 5\ns: {b: x}\ndb:\n  password: expected-canary\nn: [1, 2]\n"));
        QCOMPARE(fix->fixed.size(), 2);
        QVERIFY(fix->refused.isEmpty());
        QVERIFY(!fix->diff().contains(u"canary"_s));
    }

    void aFileThatChangedSinceTheScanIsRefused_data()
    {
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<bool>("hashed");

        QTest::newRow("the setting itself") << QByteArray("a: 3\ns: {b: x}\n") << false;
        QTest::newRow("the setting came back") << QByteArray("a: 5\ns: {b: x}\n") << false;
        QTest::newRow("a missing one came") << QByteArray("a: 4\ns: {b: x}\nn: [1]\n") << false;
        QTest::newRow("the setting went") << QByteArray("s: {b: x}\n") << false;
        QTest::newRow("a secret") << QByteArray("a: 4\ns: {b: x}\ndb: {password: other}\n") << false;
        QTest::newRow("it is broken now") << QByteArray("a: [") << false;
        QTest::newRow("a byte elsewhere") << QByteArray("a: 4\ns: {b: x} # now\n") << true;
    }
    void aFileThatChangedSinceTheScanIsRefused()
    {
        QFETCH(QByteArray, now);
        QFETCH(bool, hashed);
        ScanFixture fleet(expected);
        fleet.options.previews = hashed ? 10 : 0;
        fleet.addFile(dev, mainFile, "a: 4\ns: {b: x}\n");
        const auto findings = findingsOf(fleet);
        const scan::FixValues values{*fleet.options.expectations, fleet.options.fleetKey};
        const auto game = scan::SafeFolder::open(fleet.gameFolder(dev));
        QVERIFY(scan::planFileFix(*game, mainFile, findings, values));
        fleet.addFile(dev, mainFile, now);

        const auto fix = scan::planFileFix(*game, mainFile, findings, values);

        QCOMPARE(fix.error().code, ErrorCode::Conflict);
    }

    void oneRefusalDoesNotStopTheOthers()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile,
                      "base: &v 4\na: *v\ns:\n  b: y\ndb: {password: expected-canary}\nn: [1, 2]\n");
        const auto game = scan::SafeFolder::open(fleet.gameFolder(dev));

        const auto fix = scan::planFileFix(*game, mainFile, findingsOf(fleet),
                                           {*fleet.options.expectations, fleet.options.fleetKey});

        QVERIFY(fix);
        QCOMPARE(fix->fixed.size(), 1);
        QCOMPARE(fix->refused.size(), 1);
        QVERIFY(fix->after.contains("b: x"));
        QVERIFY(fix->after.contains("a: *v"));
    }

    void aSealedSecretCannotBeWrittenHere()
    {
        ScanFixture fleet(expected);
        const auto sealed = fleet.options.expectations->sealed(fleet.options.fleetKey).set;
        fleet.addFile(dev, mainFile, "a: 5\ns: {b: x}\ndb:\n  password: actual-canary\nn: [1, 2]\n");
        const auto game = scan::SafeFolder::open(fleet.gameFolder(dev));

        const auto fix
            = scan::planFileFix(*game, mainFile, findingsOf(fleet), {sealed, fleet.options.fleetKey});

        QVERIFY(fix);
        QCOMPARE(fix->after, fix->before);
        QCOMPARE(fix->refused.size(), 1);
    }
};

ARCHIVESMP_TEST(TestFileFix)
#include "tst_filefix.moc"
