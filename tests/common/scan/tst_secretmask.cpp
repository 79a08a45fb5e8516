// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/secretmask.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::scan;
using config::Format;

class TestSecretMask final : public QObject
{
    Q_OBJECT

    static QByteArray masked(const QByteArray &text, Format format = Format::Yaml)
    {
        const auto document = config::parse(text, format, config::pluginFileLimits);
        return document ? withoutSecrets(*document) : QByteArray("unparsable");
    }

private Q_SLOTS:
    void noSpellingOfASecretIsSeen_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Format>("format");
        const auto row = [](const char *text, Format format = Format::Yaml) {
            QTest::newRow(text) << QByteArray(text) << format;
        };
        row("password: canary\n");
        row("db:\n  User_Password: 'canary'\n");
        row("token: \"can\\u0061ry canary\"\n");
        row("secret: |\n  canary\n  canary\n");
        row("{db: {password: canary}, x: 1}\n");
        row("password: [canary, 'canary']\n");
        row("url: jdbc:mysql://h/db?user=canary&password=canary&x=1\n");
        row("url: redis://me:canary@host/1\n");
        row("hook: https://discord.com/api/webhooks/12/canary\n");
        row("a: 1 # old password: canary\n");
        row("# token=canary\na: 1\n");
        row("a: 1 # see redis://me:canary@host\n");
        row("db.password=canary\n", Format::Properties);
        row("#password=canary\nx=1\n", Format::Properties);
        row("!api-key: canary\nx=1\n", Format::Properties);
        row("{\"api_key\": \"canary\"}", Format::Json);
        row("[db]\npassword = \"canary\"\n", Format::Toml);
        row("{\"a\": 1, // password: canary\n \"b\": 2} /* token: canary\n * secret: canary\n */",
            Format::Json);
        row("db { password = canary canary }\n", Format::Hocon);
        row("password = \"\"\"canary\ncanary\"\"\" // token = canary\n", Format::Hocon);
        row("password = canary\npassword = canary\n", Format::Hocon);
        row("password: canary\npassword: canary\n");
        row("password: canary # canary is the password: canary\n");
    }
    void noSpellingOfASecretIsSeen()
    {
        QFETCH(QByteArray, text);
        QFETCH(Format, format);

        const QByteArray shown = masked(text, format);

        QVERIFY(shown != "unparsable");
        // The last row says the word in prose, which nothing can know.
        if (!text.contains("canary is the"))
            QVERIFY2(!shown.contains("canary"), shown.constData());
        QCOMPARE(shown.count('\n'), text.count('\n'));
        QVERIFY(shown.contains("********"));
    }

    void everythingElseStays()
    {
        const QByteArray text
            = "compass: north\nurl: https://example.org/a?b=c\n# a remark: yes\nlist: [1, two]\n";

        QCOMPARE(masked(text), text);
    }

    void theLengthOfASecretIsNotSeenEither()
    {
        QCOMPARE(masked("password: x\n"), masked("password: a much longer one\n"));
    }

    void whatCannotBeParsedIsMaskedByItsLines()
    {
        const QByteArray shown = withoutSecrets(QByteArray("password: \"canary\nother: 1\n"));

        QVERIFY(!shown.contains("canary"));
        QVERIFY(shown.contains("other: 1"));
    }
};

ARCHIVESMP_TEST(TestSecretMask)
#include "tst_secretmask.moc"
