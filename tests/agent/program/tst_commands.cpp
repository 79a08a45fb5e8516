// SPDX-License-Identifier: GPL-3.0-or-later
// archivesmp-agent as people and systemd run it.
#include "tests/support/program.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;

namespace {

struct Ended
{
    int status = -1;
    QString out;
    QString err;
};

Ended agent(const QStringList &arguments)
{
    tests::Program program(tests::builtProgram(u"archivesmp-agent"_s), arguments);
    if (!program.start())
        return {};
    const int status = program.waitForExit();
    return {status, QString::fromUtf8(program.standardOutput()), QString::fromUtf8(program.standardError())};
}

} // namespace

class TestCommands final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> _folder;

    [[nodiscard]] QString path(const QString &name) const { return _folder->filePath(name); }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        file.write(content);
    }
    // A host that can start: its panel is away, which is no reason not to.
    void writeHost(const QByteArray &more = {}) const
    {
        write(u"amp"_s, "secret\n");
        QVERIFY(QDir(_folder->path()).mkpath(u"instances"_s));
        write(u"host-config.yaml"_s,
              "role: host\nphysical_server: hetzner\namp: {url: 'http://127.0.0.1:9', username: a, password: "
              "{file: "
                  + path(u"amp"_s).toUtf8() + "}}\nstate: " + path(u"state"_s).toUtf8()
                  + "\ninstances: {root: " + path(u"instances"_s).toUtf8()
                  + "}\nbind: 127.0.0.1\nwebapi: {port: 0}\ncontrol: {port: 0}\n" + more);
        QVERIFY(QDir(_folder->path()).mkpath(u"state"_s));
    }

private Q_SLOTS:
    void init() { _folder = std::make_unique<QTemporaryDir>(); }

    // The catalogue's 2 has become EX_CONFIG, so that systemd does not start it again and again.
    void b1AMissingConfigurationIsOneSentenceAndStatus78_data()
    {
        QTest::addColumn<QString>("command");
        for (const char *command : {"check-config", "run", "key", "pin", "migrate"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }
    void b1AMissingConfigurationIsOneSentenceAndStatus78()
    {
        QFETCH(QString, command);
        QStringList arguments{command, u"--config"_s, path(u"host-config.yaml"_s)};
        if (command == u"key")
            arguments.append(u"list"_s);

        const Ended ended = agent(arguments);

        QCOMPARE(ended.status, 78);
        QCOMPARE(ended.out, QString());
        QCOMPARE(ended.err,
                 QString(u"error: "_s + path(u"host-config.yaml"_s)
                         + u": not found; copy host-config.yaml.template there and fill it in\n"_s));
    }

    void whatIsNotUsedYetIsSaidAndIsNoError()
    {
        writeHost("alerts: {webhook: none}\n");

        const Ended ended = agent({u"check-config"_s, u"--config"_s, path(u"host-config.yaml"_s)});

        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.out.contains(u": fine."), qPrintable(ended.out));
        QVERIFY2(ended.err.startsWith(u"warning: "_s + path(u"host-config.yaml"_s) + u":9:"_s),
                 qPrintable(ended.err));
        QVERIFY2(ended.err.contains(u"alerts: is not used yet"), qPrintable(ended.err));
    }

    void b11SecretsInClearAreSaidAtEachStart()
    {
        writeHost("allow_insecure: true\n");
        for (int start = 0; start < 2; ++start) {
            tests::Program program(tests::builtProgram(u"archivesmp-agent"_s),
                                   {u"run"_s, u"--config"_s, path(u"host-config.yaml"_s)});
            QVERIFY(program.start());
            QVERIFY2(program.waitForLine(u"^listening "_s).hasMatch(), qPrintable(program.description()));
            QVERIFY(program.terminate());

            const QString said = QString::fromUtf8(program.standardError());
            QVERIFY2(said.contains(u"allow_insecure is set: secrets may cross the network in clear"),
                     qPrintable(said));
        }
    }

    void everyCommandTellsItsVersionAndHelp_data()
    {
        QTest::addColumn<QString>("command");
        for (const char *command : {"", "run", "check-config", "encrypt", "key", "pin", "migrate"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }
    void everyCommandTellsItsVersionAndHelp()
    {
        QFETCH(QString, command);
        const QStringList before = command.isEmpty() ? QStringList() : QStringList{command};

        const Ended version = agent(before + QStringList{u"--version"_s});
        const Ended help = agent(before + QStringList{u"--help"_s});

        QCOMPARE(version.status, 0);
        QCOMPARE(version.out, u"archivesmp-agent %1\n"_s.arg(QStringLiteral(ARCHIVESMP_VERSION)));
        QCOMPARE(help.status, 0);
        QVERIFY2(help.out.contains(u"--version"), qPrintable(help.out));
    }
};

ARCHIVESMP_TEST(TestCommands)
#include "tst_commands.moc"
