// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/settingsfile.h"

#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <atomic>
#include <cstdio>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>

using namespace archivesmp;
using namespace archivesmp::agent::settings;
using namespace Qt::StringLiterals;

class TestSettingsFile final : public QObject
{
    Q_OBJECT

    QTemporaryDir _folder;

    QString write(const QString &name, const QByteArray &content,
                  QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner)
    {
        QFile file(_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()
            || !file.setPermissions(permissions))
            return {};
        return file.fileName();
    }

private Q_SLOTS:
    void b1_aMissingFileNamesTheTemplate()
    {
        const Error error = readPrivateFile(_folder.filePath(u"host-config.yaml"_s), Privacy::Secret).error();

        QCOMPARE(error.code, ErrorCode::NotFound);
        QVERIFY(describe(error).contains(u"host-config.yaml.template"));
    }

    void b12_refusesAFileThatOthersCanRead()
    {
        const QString path
            = write(u"open.yaml"_s, "role: host\n",
                    QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);

        const Error error = readPrivateFile(path, Privacy::Secret).error();

        QCOMPARE(error.code, ErrorCode::PermissionDenied);
        QVERIFY(describe(error).contains(u"0644"));
        QVERIFY(describe(error).contains(u"chmod 600"));
        QVERIFY(readPrivateFile(path, Privacy::Public).has_value());
    }

    void b19_refusesWhatIsNoSmallRegularFileAtOnce()
    {
        QElapsedTimer timer;
        timer.start();
        const QByteArray fifo = QFile::encodeName(_folder.filePath(u"fifo"_s));
        QCOMPARE(::mkfifo(fifo.constData(), 0600), 0);
        QVERIFY(QFile::link(_folder.filePath(u"loop"_s), _folder.filePath(u"loop"_s)));
        QFile large(write(u"large"_s, {}));
        QVERIFY(large.resize(100LL * 1024 * 1024));

        QCOMPARE(readPrivateFile(_folder.filePath(u"fifo"_s), Privacy::Secret).error().code,
                 ErrorCode::InvalidInput);
        QCOMPARE(readPrivateFile(u"/dev/zero"_s, Privacy::Public).error().code, ErrorCode::InvalidInput);
        QCOMPARE(readPrivateFile(_folder.path(), Privacy::Public).error().code, ErrorCode::InvalidInput);
        QCOMPARE(readPrivateFile(large.fileName(), Privacy::Secret).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(readPrivateFile(_folder.filePath(u"loop"_s), Privacy::Secret).error().code,
                 ErrorCode::PermissionDenied);
        QVERIFY(timer.elapsed() < 1000);
    }

    // An editor puts another file in its place: each read gives one of them as a whole, or says so.
    void b20AFileThatIsReplacedWhileItIsReadIsWholeOrRefused()
    {
        constexpr qsizetype large = 256 * 1024;
        const QString path = write(u"replaced.yaml"_s, QByteArray(large + 'a', 'a'));
        std::atomic<bool> enough = false;
        std::thread editor([&] {
            for (char letter = 'b'; !enough; letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1)) {
                const QString other = write(u"replaced.yaml.new"_s, QByteArray(large + letter, letter));
                if (std::rename(QFile::encodeName(other).constData(), QFile::encodeName(path).constData())
                    != 0)
                    qFatal("cannot rename");
            }
        });
        int whole = 0;
        QStringList wrong;
        for (int i = 0; i < 5000 && (i < 200 || whole == 0); ++i) {
            const Result<QByteArray> content = readPrivateFile(path, Privacy::Secret);
            if (!content) {
                if (!content.error().message.startsWith(u"keeps changing"))
                    wrong.append(describe(content.error()));
            } else if (*content == QByteArray(large + content->front(), content->front())) {
                whole += 1;
            } else {
                wrong.append(u"a torn one"_s);
            }
        }
        enough = true;
        editor.join();

        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.value(0)));
        QVERIFY2(whole > 0, "never a whole one");
    }

    // One that is written to all the time is refused after three tries, with what to do.
    void b20AFileThatKeepsChangingIsRefusedAndReadWhenItRests()
    {
        constexpr qsizetype large = 32 * 1024 * 1024; // to read it takes longer than to touch it
        QFile file(write(u"touched.yaml"_s, {}));
        QVERIFY(file.resize(large));
        std::atomic<bool> enough = false;
        std::thread editor([&, path = QFile::encodeName(file.fileName())] {
            for (long second = 1; !enough; ++second) {
                const std::array<timespec, 2> times{timespec{second, 0}, timespec{second, 0}};
                if (::utimensat(AT_FDCWD, path.constData(), times.data(), 0) != 0)
                    qFatal("cannot touch");
            }
        });
        Result<QByteArray> content = QByteArray();
        for (int i = 0; i < 50 && content; ++i)
            content = readPrivateFile(file.fileName(), Privacy::Secret, large);
        enough = true;
        editor.join();

        QVERIFY(!content);
        QCOMPARE(content.error().code, ErrorCode::Conflict);
        QVERIFY2(describe(content.error()).contains(u"keeps changing while it is read"),
                 qPrintable(describe(content.error())));
        QVERIFY(!content.error().remedy.isEmpty());
        QCOMPARE(readPrivateFile(file.fileName(), Privacy::Secret, large).value().size(), large);
    }

    void badYamlIsNamedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("line");
        QTest::newRow("B2 empty") << QByteArray("") << 1;
        QTest::newRow("B2 comments only") << QByteArray("# nothing\n\n# here\n") << 1;
        QTest::newRow("B2 UTF-16") << QByteArray("\xff\xfer\0o\0", 6) << 1;
        QTest::newRow("B3 tab") << QByteArray("role: host\namp:\n\turl: x\n") << 3;
        QTest::newRow("B4 unterminated quote") << QByteArray("role: host\nname: \"abc\nurl: x\n") << 2;
        QTest::newRow("B5 duplicate key") << QByteArray("redis:\n  a: 1\nredis:\n  b: 2\n") << 3;
        QTest::newRow("B16 second document") << QByteArray("role: host\n---\nrole: client\n") << 2;
        QTest::newRow("B17 invalid UTF-8") << QByteArray("role: host\nname: \xff\n") << 2;
        QTest::newRow("B17 escape character") << QByteArray("role: host\nname: \x1b[31m\n") << 2;
        QTest::newRow("B18 merge key") << QByteArray("a: &x\n  b: 1\nc:\n  <<: *x\n") << 4;
        QTest::newRow("B18 merge key in a flow")
            << QByteArray("a: &x\n  b: 1\n# <<: *x\nc: {d: '<<: *x',\n  <<: *x}\n") << 5;
        QTest::newRow("B18 merge key over its alias")
            << QByteArray("a: &x\n  b: 1\nc:\n  <<:\n    *x\n") << 4;
        QTest::newRow("B18 merge key without an alias") << QByteArray("a: 1\nc:\n  <<: {d: 1}\n") << 3;
        QTest::newRow("B18 alias") << QByteArray("a: &x\n  b: 1\nc: 2\nd: *x\n") << 4;
        QTest::newRow("B18 alias in a list") << QByteArray("a: &x b\nc:\n  - 1\n  - *x\n") << 4;
        QTest::newRow("a list") << QByteArray("- role\n") << 1;
    }

    void badYamlIsNamedWithItsPlace()
    {
        QFETCH(QByteArray, source);
        QFETCH(int, line);

        const Result<SettingsNode> node = parseSettings(source);

        QVERIFY(!node.has_value());
        QCOMPARE(node.error().line, line);
        QVERIFY(!node.error().message.isEmpty());
    }

    void keepsThePlaceOfEachValue()
    {
        const SettingsNode root = parseSettings("role: host\nredis:\n  port: 6379\nlist: [a, 'b']\n").value();

        const SettingsNode *port = root.find(u"redis")->find(u"port");
        QCOMPARE(port->text, u"6379"_s);
        QCOMPARE(port->line, 3);
        QCOMPARE(port->column, 9);
        QCOMPARE(root.keyLines, QList<int>({1, 2, 4}));
        QVERIFY(root.find(u"list")->items.at(1).quoted);
        QVERIFY(root.find(u"none") == nullptr);
    }
};

ARCHIVESMP_TEST(TestSettingsFile)
#include "tst_settingsfile.moc"
