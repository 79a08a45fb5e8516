// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/transport/pinnedtls.h"

#include "tests/support/testcertificate.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::transport;
using namespace archivesmp::tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

// Accepts connections with a certificate and counts the bytes that a client sent.
class TlsPeer final
{
public:
    explicit TlsPeer(const TestCertificate &certificate)
    {
        use(certificate);
        QObject::connect(&_server, &QTcpServer::pendingConnectionAvailable, &_server, [this] {
            QTcpSocket *const socket = _server.nextPendingConnection();
            QObject::connect(socket, &QIODevice::readyRead, &_server,
                             [this, socket] { bytesReceived += socket->readAll().size(); });
        });
        if (!_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }

    void use(const TestCertificate &certificate)
    {
        QFile key(certificate.key);
        if (!key.open(QIODevice::ReadOnly))
            qFatal("no key");
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(certificate.certificate));
        configuration.setPrivateKey(QSslKey(key.readAll(), QSsl::Ec));
        _server.setSslConfiguration(configuration);
    }

    [[nodiscard]] quint16 port() const { return _server.serverPort(); }

    qint64 bytesReceived = 0;

private:
    QSslServer _server;
};

Result<TrustedPeer> answerOf(const QFuture<Result<TrustedPeer>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }))
        return Error{ErrorCode::Internal, u"no answer"_s};
    return future.result();
}

// Whether a connection made with `peer` comes to encrypted, without a word about errors from us.
bool connects(const TrustedPeer &peer, quint16 port)
{
    QSslSocket socket;
    socket.setSslConfiguration(peer.configuration);
    socket.connectToHostEncrypted(u"127.0.0.1"_s, port, peer.verifyName);
    return QTest::qWaitFor(
               [&] { return socket.isEncrypted() || socket.state() == QAbstractSocket::UnconnectedState; })
        && socket.isEncrypted();
}

} // namespace

class TestPinnedTls final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(_folder.isValid());
        _own = makeTestCertificate(_folder.path(), {u"archivesmp.example"_s, {u"archivesmp.example"_s}, {}});
        _other = makeTestCertificate(_folder.path(), {u"other"_s, {u"archivesmp.example"_s}, {}});
        QCOMPARE(_own.sha256.size(), 32);
        QCOMPARE(_other.sha256.size(), 32);
    }

    void aPinnedCertificateIsTrustedWhateverTheAddressIsCalled()
    {
        TlsPeer server(_own);

        const auto peer = answerOf(trustPeer(u"127.0.0.1"_s, server.port(), {_own.sha256, {}}, 5s));

        QVERIFY2(peer, qPrintable(peer ? QString() : describe(peer.error())));
        QVERIFY(connects(*peer, server.port()));
    }

    void anotherCertificateIsAHardStopBeforeAnythingIsSent()
    {
        TlsPeer server(_other);

        const auto peer = answerOf(trustPeer(u"127.0.0.1"_s, server.port(), {_own.sha256, {}}, 5s));

        QVERIFY(!peer);
        QCOMPARE(peer.error().code, ErrorCode::PermissionDenied);
        QVERIFY(peer.error().message.contains(pinToText(_other.sha256)));
        QCOMPARE(server.bytesReceived, 0);
    }

    void aCertificateThatChangesAfterTheLookIsRefused()
    {
        TlsPeer server(_own);
        const auto peer = answerOf(trustPeer(u"127.0.0.1"_s, server.port(), {_own.sha256, {}}, 5s));
        QVERIFY(peer);

        server.use(_other);

        QVERIFY(!connects(*peer, server.port()));
    }

    void anAuthorityCountsInPlaceOfTheSystemsOnes()
    {
        const TestCertificate authority = makeTestCertificate(_folder.path(), {u"authority"_s, {}, {}, true});
        const TestCertificate issued = makeTestCertificate(_folder.path(), {u"issued"_s}, authority);
        TlsPeer server(issued);

        const auto trusted
            = answerOf(trustPeer(u"127.0.0.1"_s, server.port(), {{}, authority.certificate}, 5s));
        const auto system = answerOf(trustPeer(u"127.0.0.1"_s, server.port(), {}, 5s));
        const auto both
            = answerOf(trustPeer(u"127.0.0.1"_s, server.port(), {issued.sha256, authority.certificate}, 5s));
        const auto pinAlone = answerOf(trustPeer(u"127.0.0.1"_s, server.port(), {issued.sha256, {}}, 5s));

        QVERIFY(trusted && system && both);
        QVERIFY(connects(*trusted, server.port()));
        QVERIFY(!connects(*system, server.port()));
        QVERIFY(connects(*both, server.port()));
        QVERIFY(!pinAlone);
        QVERIFY(!pinAlone.error().remedy.isEmpty());
    }

    void aNameThatIsNotInTheCertificateIsRefusedWithoutAPin()
    {
        TlsPeer server(_own);

        const auto peer = answerOf(trustPeer(u"127.0.0.1"_s, server.port(), {{}, _own.certificate}, 5s));

        QVERIFY(peer);
        QVERIFY(!connects(*peer, server.port()));
    }

    void nobodyThereIsUnavailable()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 port = closed.serverPort();
        closed.close();

        const auto peer = answerOf(trustPeer(u"127.0.0.1"_s, port, {_own.sha256, {}}, 5s));

        QCOMPARE(peer.error().code, ErrorCode::Unavailable);
    }

    void aPeerThatNeverSpeaksTlsIsATimeout()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));

        const auto peer = answerOf(trustPeer(u"127.0.0.1"_s, silent.serverPort(), {_own.sha256, {}}, 100ms));

        QCOMPARE(peer.error().code, ErrorCode::Timeout);
    }

    void anUnreadableAuthorityIsNamed()
    {
        const auto peer = answerOf(trustPeer(u"127.0.0.1"_s, 1, {{}, u"/nonexistent/ca.pem"_s}, 5s));

        QCOMPARE(peer.error().code, ErrorCode::InvalidInput);
        QCOMPARE(peer.error().file, u"/nonexistent/ca.pem"_s);
    }

    void readsPinsWithAndWithoutColons()
    {
        const QByteArray pin = QByteArray::fromHex("ab").repeated(32);

        QCOMPARE(pinFromText(pinToText(pin)).value(), pin);
        QCOMPARE(pinFromText(QString::fromLatin1(pin.toHex(':').toUpper())).value(), pin);
        QVERIFY(!pinFromText(u"ab"));
        QVERIFY(!pinFromText(u"zz"_s.repeated(32)));
    }

private:
    QTemporaryDir _folder;
    TestCertificate _own;
    TestCertificate _other;
};

ARCHIVESMP_TEST(TestPinnedTls)
#include "tst_pinnedtls.moc"
