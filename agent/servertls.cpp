// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/servertls.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

namespace archivesmp::agent {

using namespace Qt::StringLiterals;

Result<QSslConfiguration> serverTls(const settings::TlsSettings &tls)
{
    QFile keyFile(tls.key);
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(tls.certificate);
    if (chain.isEmpty())
        return Error{ErrorCode::InvalidInput, u"holds no certificate in PEM form"_s, tls.certificate};
    if (!keyFile.open(QIODevice::ReadOnly))
        return Error{ErrorCode::PermissionDenied, u"cannot be read: "_s + keyFile.errorString(), tls.key};
    const QByteArray pem = keyFile.readAll();
    QSslKey key(pem, QSsl::Ec);
    if (key.isNull())
        key = QSslKey(pem, QSsl::Rsa);
    if (key.isNull())
        return Error{ErrorCode::InvalidInput, u"holds no private key in PEM form"_s, tls.key};
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(
        QSslSocket::VerifyNone); // people and agents prove themselves by their keys
    return configuration;
}

QHostAddress doorAddress(const settings::AgentSettings &settings)
{
    return settings.bindAddress.isEmpty() ? QHostAddress(QHostAddress::Any)
                                          : QHostAddress(settings.bindAddress);
}

} // namespace archivesmp::agent
