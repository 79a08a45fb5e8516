// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/artifacts/s3artifactstore.h"

#include "tests/support/swiftserver.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::artifacts;
using namespace Qt::StringLiterals;

// Against Swift's S3 door, which verifies every signature.
class TestS3ArtifactStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!_swift.start())
            QFAIL(qPrintable(_swift.problem()));
    }
    void init()
    {
        _folder = std::make_unique<QTemporaryDir>();
        _options.endpoint = QUrl(u"http://"_s + _swift.endpoint());
        _options.credentials = {tests::SwiftServer::accessKey(), Secret(tests::SwiftServer::secretKey()),
                                tests::SwiftServer::region(), "s3"};
        _options.cacheFolder = _folder->filePath(u"cache"_s);
        _options.bucket = u"archivesmp"_s;
        _source = _folder->filePath(u"upload"_s);
        _bytes = "a jar of " + QByteArray::number(++_number);
        write(_source, _bytes);
        _hash = QCryptographicHash::hash(_bytes, QCryptographicHash::Sha256);
        open();
    }
    void cleanup()
    {
        _store.reset();
        _folder.reset();
    }

    void whatWasPutComesBackThroughAnEmptyCache()
    {
        QVERIFY(!*wait(_store->contains(_hash)));
        const auto put = wait(_store->put(_hash, _source));
        QVERIFY2(put, qPrintable(put ? QString() : describe(put.error())));
        QVERIFY(*wait(_store->contains(_hash)));

        const auto path = wait(_store->fetch(_hash));

        QVERIFY2(path, qPrintable(path ? QString() : describe(path.error())));
        QCOMPARE(read(*path), _bytes);
    }

    void theBucketIsMadeWhereItIsMissing()
    {
        _options.bucket = u"made-by-need"_s;
        open();

        QVERIFY(wait(_store->put(_hash, _source)));
        QVERIFY(*wait(_store->contains(_hash)));
    }

    void aLargeFileComesBackWhole()
    {
        _bytes = QByteArray(5 * 1024 * 1024, 'x') + QByteArray::number(_number);
        write(_source, _bytes);
        _hash = QCryptographicHash::hash(_bytes, QCryptographicHash::Sha256);

        QVERIFY(wait(_store->put(_hash, _source)));

        QCOMPARE(read(*wait(_store->fetch(_hash))), _bytes);
    }

    void puttingItAgainIsNoError()
    {
        QVERIFY(wait(_store->put(_hash, _source)));
        QVERIFY(wait(_store->put(_hash, _source)));
    }

    void otherBytesThanTheHashSaysAreNotSent()
    {
        write(_source, "other bytes");

        QCOMPARE(wait(_store->put(_hash, _source)).error().code, ErrorCode::Corrupt);
        QVERIFY(!*wait(_store->contains(_hash)));
    }

    void whatIsNotThereIsNotFound()
    {
        QCOMPARE(wait(_store->fetch(_hash)).error().code, ErrorCode::NotFound);
        QCOMPARE(wait(_store->fetch("no hash")).error().code, ErrorCode::InvalidArgument);
    }

    void whatIsRemovedIsGoneFromTheCacheToo()
    {
        QVERIFY(wait(_store->put(_hash, _source)));
        const QString cached = *wait(_store->fetch(_hash));

        QVERIFY(wait(_store->remove(_hash)));

        QVERIFY(!QFile::exists(cached));
        QVERIFY(!*wait(_store->contains(_hash)));
        QCOMPARE(wait(_store->fetch(_hash)).error().code, ErrorCode::NotFound);
        QVERIFY(wait(_store->remove(_hash)));
    }

    void aDamagedCacheIsFilledAnew()
    {
        QVERIFY(wait(_store->put(_hash, _source)));
        write(*wait(_store->fetch(_hash)), "damaged");

        QCOMPARE(read(*wait(_store->fetch(_hash))), _bytes);
    }

    void aWrongSecretIsRefusedAndNotShown()
    {
        _options.credentials.secretKey = Secret("wr0ng-s3cr3t");
        open();
        QSignalSpy states(_store.get(), &S3ArtifactStore::stateChanged);

        const auto refused = wait(_store->put(_hash, _source));

        QCOMPARE(refused.error().code, ErrorCode::PermissionDenied);
        QVERIFY(!describe(refused.error()).contains(u"wr0ng-s3cr3t"_s));
        QCOMPARE(states.last().first().toBool(), false);
    }

    void aStoreThatIsAwayIsUnavailable()
    {
        _options.endpoint = QUrl(u"http://127.0.0.1:"_s + QString::number(tests::freePort()));
        open();

        QCOMPARE(wait(_store->fetch(_hash)).error().code, ErrorCode::Unavailable);
    }

    void aWebPageIsToldFromAStore()
    {
        QTcpServer console;
        QVERIFY(console.listen(QHostAddress::LocalHost));
        connect(&console, &QTcpServer::newConnection, this, [&console] {
            QTcpSocket *socket = console.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nhtml");
                socket->disconnectFromHost();
            });
        });
        _options.endpoint = QUrl(u"http://127.0.0.1:"_s + QString::number(console.serverPort()));
        open();

        const auto refused = wait(_store->fetch(_hash));

        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        QVERIFY(refused.error().remedy.contains(u"9000"_s));
    }

private:
    void open() { _store = std::make_unique<S3ArtifactStore>(_options, _clock); }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot read");
    }
    template <typename T>
    static Result<T> wait(QFuture<Result<T>> future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 30000) || future.resultCount() != 1)
            return Error{ErrorCode::Timeout, u"no answer"_s};
        return future.result();
    }

    tests::SwiftServer _swift;
    const SystemClock _clock{};
    std::unique_ptr<QTemporaryDir> _folder;
    std::unique_ptr<S3ArtifactStore> _store;
    S3Options _options;
    QString _source;
    QByteArray _bytes;
    QByteArray _hash;
    int _number = 0;
};

ARCHIVESMP_TEST(TestS3ArtifactStore)
#include "tst_s3artifactstore.moc"
