// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/artifacts/folderartifactstore.h"

#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::artifacts;
using namespace Qt::StringLiterals;

class TestFolderArtifactStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _folder = std::make_unique<QTemporaryDir>();
        _store = std::make_unique<FolderArtifactStore>(_folder->filePath(u"artifacts"_s));
        _source = _folder->filePath(u"upload"_s);
        write(_source, "the bytes of a jar");
        _hash = QCryptographicHash::hash("the bytes of a jar", QCryptographicHash::Sha256);
    }
    void cleanup()
    {
        _store.reset();
        _folder.reset();
    }

    void whatWasPutComesBack()
    {
        QVERIFY(wait(_store->put(_hash, _source)));

        const auto path = wait(_store->fetch(_hash));
        QFile file(*path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("the bytes of a jar"));
        QVERIFY(*wait(_store->contains(_hash)));
    }

    void puttingItAgainIsNoError()
    {
        QVERIFY(wait(_store->put(_hash, _source)));
        QVERIFY(wait(_store->put(_hash, _source)));
    }

    void otherBytesThanTheHashSaysAreRefusedAndLeaveNothing()
    {
        write(_source, "other bytes");

        const auto refused = wait(_store->put(_hash, _source));

        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QVERIFY(refused.error().message.contains(QString::fromLatin1(_hash.toHex())));
        QVERIFY(!*wait(_store->contains(_hash)));
        QCOMPARE(filesInStore(), 0);
    }

    void aStoredFileThatWasDamagedIsNotHandedOutAndCanBePutAgain()
    {
        QVERIFY(wait(_store->put(_hash, _source)));
        write(*wait(_store->fetch(_hash)), "damaged");

        QCOMPARE(wait(_store->fetch(_hash)).error().code, ErrorCode::Corrupt);

        QVERIFY(wait(_store->put(_hash, _source)));
        QVERIFY(wait(_store->fetch(_hash)));
    }

    void whatIsNotThereIsNotFound()
    {
        QCOMPARE(wait(_store->fetch(_hash)).error().code, ErrorCode::NotFound);
        QVERIFY(!*wait(_store->contains(_hash)));
        QCOMPARE(wait(_store->put(_hash, _folder->filePath(u"missing"_s))).error().code, ErrorCode::NotFound);
    }

    void whatIsRemovedIsGone()
    {
        QVERIFY(wait(_store->put(_hash, _source)));

        QVERIFY(wait(_store->remove(_hash)));

        QCOMPARE(wait(_store->fetch(_hash)).error().code, ErrorCode::NotFound);
        QCOMPARE(filesInStore(), 0);
        QVERIFY(wait(_store->remove(_hash)));
    }

    void whatIsNoHashNamesNoFile()
    {
        const QByteArray traversal("../../../etc/passwd");
        QCOMPARE(wait(_store->fetch(traversal)).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(wait(_store->put(traversal, _source)).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(wait(_store->remove(traversal)).error().code, ErrorCode::InvalidArgument);
    }

    void storedFilesAreForTheirOwnerOnly()
    {
        QVERIFY(wait(_store->put(_hash, _source)));

        const auto permissions = QFileInfo(*wait(_store->fetch(_hash))).permissions();

        QVERIFY(
            !(permissions & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)));
    }

private:
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }
    template <typename T>
    static Result<T> wait(QFuture<Result<T>> future)
    {
        future.waitForFinished();
        return future.result();
    }
    int filesInStore() const
    {
        int count = 0;
        QDirIterator it(_folder->filePath(u"artifacts"_s), QDir::Files | QDir::Hidden,
                        QDirIterator::Subdirectories);
        for (; it.hasNext(); it.next())
            ++count;
        return count;
    }

    std::unique_ptr<QTemporaryDir> _folder;
    std::unique_ptr<FolderArtifactStore> _store;
    QString _source;
    QByteArray _hash;
};

ARCHIVESMP_TEST(TestFolderArtifactStore)
#include "tst_folderartifactstore.moc"
