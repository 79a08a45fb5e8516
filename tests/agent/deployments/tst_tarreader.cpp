// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/tarreader.h"

#include "agent/deployments/tararchive.h"
#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QProcess>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::deployments;
using namespace Qt::StringLiterals;

class TestTarReader final : public QObject
{
    Q_OBJECT

    const QByteArray _longName = "Minecraft/" + QByteArray(150, 'x') + "/\xc3\xa4.yml";
    std::unique_ptr<tests::Sandbox> _sandbox;
    QString _path;

    [[nodiscard]] static QByteArray tar(const QStringList &arguments)
    {
        QProcess process;
        process.start(u"tar"_s, arguments);
        if (!process.waitForFinished())
            qFatal("no tar");
        return process.readAllStandardOutput();
    }
    void write()
    {
        auto archive = TarArchive::create(_path);
        QVERIFY(archive->add("short.yml", 0600, "a: 1\n"));
        QVERIFY(archive->add(_longName, 0640, QByteArray(1000, 'c')));
        QVERIFY(archive->add("empty", 0600, {}));
        QVERIFY(archive->finish());
    }
    // The error at which reading ends; none where everything can be read.
    [[nodiscard]] std::optional<ErrorCode> readThrough(const QByteArray &bytes)
    {
        _sandbox->write(u"changed.tar"_s, bytes);
        auto reader = TarReader::open(_sandbox->path(u"changed.tar"_s));
        while (true) {
            const auto entry = reader->next(1024);
            if (!entry)
                return entry.error().code;
            if (!*entry)
                return std::nullopt;
        }
    }

private Q_SLOTS:
    void init()
    {
        _sandbox = std::make_unique<tests::Sandbox>();
        _path = _sandbox->path(u"written.tar"_s);
    }

    void readsWhatWasWritten()
    {
        write();

        auto reader = TarReader::open(_path);

        const auto first = *reader->next(1024);
        QCOMPARE(first->name, QByteArray("short.yml"));
        QCOMPARE(first->content, QByteArray("a: 1\n"));
        const auto second = *reader->next(1024);
        QCOMPARE(second->name, _longName);
        QCOMPARE(second->content, QByteArray(1000, 'c'));
        QCOMPARE((*reader->next(1024))->content, QByteArray());
        QVERIFY(!reader->next(1024)->has_value());
    }

    void anyTarReadsLongNames()
    {
        write();

        QVERIFY(tar({u"--quoting-style=literal"_s, u"-tf"_s, _path}).contains(_longName));
        QCOMPARE(tar({u"xOf"_s, _path, QFile::decodeName(_longName)}), QByteArray(1000, 'c'));
        QCOMPARE(TarArchive::create(_path).error().code, ErrorCode::AlreadyExists);
    }

    void aCutOrDamagedArchiveIsNoticed()
    {
        write();
        const QByteArray good = _sandbox->read(u"written.tar"_s);

        QCOMPARE(readThrough(good), std::nullopt);
        QCOMPARE(readThrough({}), ErrorCode::Corrupt);
        QCOMPARE(readThrough(good.first(700)), ErrorCode::Corrupt);
        QCOMPARE(readThrough(good.first(1024)), ErrorCode::Corrupt); // between two files
        QByteArray bad = good;
        bad[3] = 'X';
        QCOMPARE(readThrough(bad), ErrorCode::Corrupt);
    }

    void filesThatAreTooLargeAndLinksAreRefused()
    {
        auto archive = TarArchive::create(_path);
        QVERIFY(archive->add("large", 0600, QByteArray(1025, 'c')));
        QVERIFY(archive->finish());
        QCOMPARE(readThrough(_sandbox->read(u"written.tar"_s)), ErrorCode::LimitExceeded);

        QVERIFY(QFile::link(u"/etc/shadow"_s, _sandbox->path(u"link"_s)));
        (void)tar({u"cf"_s, _sandbox->path(u"link.tar"_s), u"--format=ustar"_s, u"-C"_s, _sandbox->path(),
                   u"link"_s});
        QCOMPARE(readThrough(_sandbox->read(u"link.tar"_s)), ErrorCode::UnsupportedFormat);
    }
};

ARCHIVESMP_TEST(TestTarReader)
#include "tst_tarreader.moc"
