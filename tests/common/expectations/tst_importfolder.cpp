// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/importer.h"

#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;
using Content = ImportSource::Content;
using domain::Platform;

class TestImportFolder final : public QObject
{
    Q_OBJECT

    void write(const QString &name)
    {
        const QString path = _folder->filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(name.toUtf8());
    }

    // What was found, each with its content and platform.
    QStringList found()
    {
        const auto sources = readImportFolder(_folder->path());
        if (!sources)
            return {describe(sources.error())};
        QStringList names;
        for (const ImportSource &file : sources->files) {
            names.append(u"%1 %2 %3"_s.arg(file.name)
                             .arg(static_cast<int>(file.content))
                             .arg(domain::nameOf(file.platform)));
            if (file.bytes != file.name.toUtf8())
                names.append(u"with other bytes"_s);
        }
        return names;
    }

    static QString line(const QString &name, Content content, Platform platform = Platform::Unknown)
    {
        return u"%1 %2 %3"_s.arg(name).arg(static_cast<int>(content)).arg(domain::nameOf(platform));
    }

    std::unique_ptr<QTemporaryDir> _folder;

private Q_SLOTS:
    void init() { _folder = std::make_unique<QTemporaryDir>(); }

    void findsEveryFileByItsName()
    {
        for (const char *name : {"universal_configs.json", "variable_configs.json", "deployment_matrix.csv",
                                 "aliases.json", "rules.yaml", "notes.txt"})
            write(QString::fromLatin1(name));

        QCOMPARE(
            found(),
            (QStringList{line(u"universal_configs.json"_s, Content::Universal),
                         line(u"variable_configs.json"_s, Content::Variable),
                         line(u"deployment_matrix.csv"_s, Content::Matrix),
                         line(u"aliases.json"_s, Content::Aliases), line(u"rules.yaml"_s, Content::Rules)}));
    }

    void takesTheLongerNamesWhereTheShorterAreNot()
    {
        for (const char *name :
             {"universal_configs_analysis.json", "variable_configs_analysis.json", "variable_configs.json"})
            write(QString::fromLatin1(name));

        QCOMPARE(found(),
                 (QStringList{line(u"universal_configs_analysis.json"_s, Content::Universal),
                              line(u"variable_configs.json"_s, Content::Variable)}));
    }

    void platformsHaveFoldersButNoRulesOfTheirOwn()
    {
        for (const char *name : {"paper/universal_configs.json", "velocity/variable_configs.json",
                                 "geyser/deployment_matrix.csv", "paper/rules.yaml", "rules.yaml"})
            write(QString::fromLatin1(name));

        QCOMPARE(
            found(),
            (QStringList{line(u"rules.yaml"_s, Content::Rules),
                         line(u"paper/universal_configs.json"_s, Content::Universal, Platform::Paper),
                         line(u"velocity/variable_configs.json"_s, Content::Variable, Platform::Velocity),
                         line(u"geyser/deployment_matrix.csv"_s, Content::Matrix, Platform::Geyser)}));
    }

    void aFolderOfNothingIsAnError()
    {
        QVERIFY(found().value(0).contains(u"no expectations"_s));
        write(u"rules.yaml"_s);
        QVERIFY(found().value(0).contains(u"no expectations"_s));
        QCOMPARE(readImportFolder(_folder->filePath(u"nowhere"_s)).error().code, ErrorCode::NotFound);
        QCOMPARE(readImportFolder(_folder->filePath(u"rules.yaml"_s)).error().code, ErrorCode::NotFound);
    }

    void whatIsNoFileIsNamed()
    {
        const QString folder = _folder->filePath(u"universal_configs.json"_s);
        QVERIFY(QDir().mkpath(folder));

        const auto sources = readImportFolder(_folder->path());

        QCOMPARE(sources.error().code, ErrorCode::InvalidInput);
        QCOMPARE(sources.error().file, folder);
        QCOMPARE(readImportFile(folder + u"/x"_s, Content::Matrix, {}).error().code, ErrorCode::NotFound);
    }

    void aFileThatIsTooLargeIsNotRead()
    {
        QFile file(_folder->filePath(u"universal_configs.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(128LL * 1024 * 1024 + 1)); // with a hole

        QCOMPARE(readImportFolder(_folder->path()).error().code, ErrorCode::LimitExceeded);
    }
};

ARCHIVESMP_TEST(TestImportFolder)
#include "tst_importfolder.moc"
