// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/demofleet.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDirIterator>
#include <QTest>

using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

// Everything below a folder: names, kinds, permissions, times and contents.
QMap<QString, QString> everythingBelow(const QString &folder)
{
    QMap<QString, QString> all;
    QDirIterator entries(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QFileInfo entry(entries.next());
        const QByteArray content = entry.isFile() ? contentOf(entry.filePath()) : QByteArray();
        all.insert(entry.filePath(),
                   u"%1 %2 %3 %4"_s.arg(entry.isDir())
                       .arg(entry.permissions().toInt(), 0, 16)
                       .arg(entry.lastModified().toMSecsSinceEpoch())
                       .arg(QString::fromLatin1(
                           QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex())));
    }
    return all;
}

} // namespace

// The README's first command on folders that somebody brings: it shows the same on a copy, and leaves them as
// they are.
class TestOwnFolders final : public QObject
{
    Q_OBJECT

    QTemporaryDir _folder;

private Q_SLOTS:
    void quickstartWorksOnACopy()
    {
        const QString own = _folder.filePath(u"own"_s);
        Program generator(builtProgram(u"archivesmp-fleetgen"_s),
                          {u"--root"_s, own, u"--instances"_s, u"8"_s, u"--drifts"_s, u"6"_s, u"--plugins"_s,
                           u"8"_s, u"--seed"_s, u"11"_s});
        QVERIFY(generator.start() && generator.waitForExit() == 0);
        const QMap<QString, QString> before = everythingBelow(own);
        QVERIFY(before.size() > 50);

        Program quickstart(QStringLiteral(ARCHIVESMP_SOURCE "/installers/quickstart"),
                           {u"--headless"_s, u"--bin"_s, QStringLiteral(ARCHIVESMP_BIN), u"--data"_s,
                            _folder.filePath(u"demo"_s), u"--fleet"_s, own + u"/fleet"_s, u"--expectations"_s,
                            own + u"/expectations"_s});
        QVERIFY(quickstart.start());
        const int status = quickstart.waitForExit(std::chrono::seconds(240));

        QVERIFY2(status == 0, qPrintable(quickstart.description()));
        for (const char *step : {"Fixing one finding", "Proof: no JAR on", "Done: two servers, 8 instances"})
            QVERIFY2(quickstart.standardOutput().contains(step), step);
        QVERIFY(quickstart.standardOutput().count("has the SHA-256 of the artifact") == 2);
        QCOMPARE(everythingBelow(own), before);
    }
};

ARCHIVESMP_TEST(TestOwnFolders)
#include "tst_ownfolders.moc"
