// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/transport/pinnedtls.h"

#include <QCryptographicHash>
#include <QPromise>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTimer>

namespace archivesmp::transport {

using namespace Qt::StringLiterals;

namespace {

QSslConfiguration strictConfiguration()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    return configuration;
}

Result<QList<QSslCertificate>> authoritiesIn(const QString &file)
{
    const QList<QSslCertificate> all = QSslCertificate::fromPath(file, QSsl::Pem);
    if (all.isEmpty())
        return Error{ErrorCode::InvalidInput, u"no certificate in PEM form"_s, file};
    return all;
}

QString ownName(const QSslCertificate &certificate)
{
    const QStringList alternatives = certificate.subjectAlternativeNames().values(QSsl::DnsEntry);
    if (!alternatives.isEmpty())
        return alternatives.first();
    const QStringList names = certificate.subjectInfo(QSslCertificate::CommonName);
    if (!names.isEmpty())
        return names.first();
    return certificate.subjectAlternativeNames().value(QSsl::IpAddressEntry);
}

// The only authority by which `chain` may be verified later, so that no other certificate passes.
Result<QList<QSslCertificate>> soleAuthority(const QList<QSslCertificate> &chain, const QString &caFile)
{
    for (const QSslCertificate &certificate : chain) {
        if (certificate.isSelfSigned())
            return QList<QSslCertificate>{certificate};
    }
    if (!caFile.isEmpty())
        return authoritiesIn(caFile);
    return Error{ErrorCode::PermissionDenied,
                 u"the pinned certificate was issued by an authority that was not sent along"_s,
                 {},
                 0,
                 0,
                 {},
                 u"give the authority's certificate beside the pin"_s};
}

// One connection that looks at the peer's certificate and closes.
class CertificateProbe final : public QObject
{
    Q_DISABLE_COPY_MOVE(CertificateProbe)

public:
    CertificateProbe(QString host, quint16 port, PeerTrust trust)
        : _peer(host + u':' + QString::number(port))
        , _trust(std::move(trust))
    {
        _promise.start();
        QSslConfiguration looking = strictConfiguration();
        looking.setPeerVerifyMode(QSslSocket::QueryPeer);
        _socket.setSslConfiguration(looking);
        connect(&_socket, &QSslSocket::encrypted, this, [this] { judge(); });
        connect(&_socket, &QAbstractSocket::errorOccurred, this, [this](auto) {
            finish(Error{ErrorCode::Unavailable, _peer + u": "_s + _socket.errorString()});
        });
        connect(&_deadline, &QTimer::timeout, this, [this] {
            finish(Error{ErrorCode::Timeout, _peer + u" does not answer"_s});
        });
        _socket.connectToHostEncrypted(host, port);
    }

    QFuture<Result<TrustedPeer>> within(std::chrono::milliseconds timeout)
    {
        _deadline.setSingleShot(true);
        _deadline.start(timeout);
        return _promise.future();
    }

private:
    void judge()
    {
        const QSslCertificate certificate = _socket.peerCertificate();
        const QByteArray found = certificate.digest(QCryptographicHash::Sha256);
        if (found != _trust.pin) {
            finish(Error{ErrorCode::PermissionDenied,
                         u"the certificate of "_s + _peer + u" is not the pinned one; it has the SHA-256 "_s
                             + pinToText(found),
                         {},
                         0,
                         0,
                         {},
                         u"compare it with what \"archivesmp-agent pin\" prints on that server"_s});
            return;
        }
        const auto authority = soleAuthority(_socket.peerCertificateChain(), _trust.caFile);
        if (!authority) {
            finish(authority.error());
            return;
        }
        QSslConfiguration configuration = strictConfiguration();
        configuration.setCaCertificates(*authority);
        finish(TrustedPeer{configuration, ownName(certificate)});
    }

    void finish(Result<TrustedPeer> outcome)
    {
        if (std::exchange(_finished, true))
            return;
        _deadline.stop();
        _socket.disconnect(this);
        _socket.abort();
        _promise.addResult(std::move(outcome));
        _promise.finish();
        deleteLater();
    }

    QString _peer;
    PeerTrust _trust;
    QSslSocket _socket;
    QTimer _deadline;
    QPromise<Result<TrustedPeer>> _promise;
    bool _finished = false;
};

QFuture<Result<TrustedPeer>> ready(Result<TrustedPeer> result)
{
    QPromise<Result<TrustedPeer>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

} // namespace

QFuture<Result<TrustedPeer>> trustPeer(const QString &host, quint16 port, const PeerTrust &trust,
                                       std::chrono::milliseconds timeout)
{
    if (!trust.pin.isEmpty()) {
        // Owns itself until it has answered.
        auto *const probe = new CertificateProbe(host, port, trust);
        return probe->within(timeout);
    }
    QSslConfiguration configuration = strictConfiguration();
    if (!trust.caFile.isEmpty()) {
        const auto authorities = authoritiesIn(trust.caFile);
        if (!authorities)
            return ready(authorities.error());
        configuration.setCaCertificates(*authorities);
    }
    return ready(TrustedPeer{configuration, {}});
}

QString pinToText(const QByteArray &pin)
{
    return QString::fromLatin1(pin.toHex());
}

Result<QByteArray> pinFromText(QStringView text)
{
    const QByteArray digits = text.trimmed().toString().remove(u':').toLatin1().toLower();
    const QByteArray pin = QByteArray::fromHex(digits);
    if (pin.size() != 32 || pin.toHex() != digits)
        return Error{ErrorCode::InvalidArgument, u"a pin has 64 hexadecimal digits"_s};
    return pin;
}

} // namespace archivesmp::transport
