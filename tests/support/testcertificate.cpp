// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testcertificate.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

namespace {

QByteArray hashOfPem(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray pem = file.readAll();
    const QByteArray begin = "-----BEGIN CERTIFICATE-----";
    const qsizetype from = pem.indexOf(begin) + begin.size();
    const QByteArray der
        = QByteArray::fromBase64(pem.mid(from, pem.indexOf("-----END", from) - from).simplified());
    return QCryptographicHash::hash(der, QCryptographicHash::Sha256);
}

QStringList arguments(const TestCertificateWishes &wishes, const TestCertificate &into)
{
    QStringList names;
    for (const QString &name : wishes.dnsNames)
        names.append(u"DNS:"_s + name);
    for (const QString &address : wishes.addresses)
        names.append(u"IP:"_s + address);
    QStringList all{u"req"_s,    u"-x509"_s,       u"-newkey"_s,
                    u"ec"_s,     u"-pkeyopt"_s,    u"ec_paramgen_curve:prime256v1"_s,
                    u"-nodes"_s, u"-keyout"_s,     into.key,
                    u"-out"_s,   into.certificate, u"-days"_s,
                    u"30"_s,     u"-subj"_s,       u"/CN="_s + wishes.name};
    if (!names.isEmpty())
        all += {u"-addext"_s, u"subjectAltName="_s + names.join(u',')};
    all += {u"-addext"_s,
            wishes.authority ? u"basicConstraints=critical,CA:TRUE"_s
                             : u"basicConstraints=critical,CA:FALSE"_s};
    return all;
}

TestCertificate make(const QString &folder, const TestCertificateWishes &wishes, const QStringList &signer)
{
    const QDir place(folder);
    TestCertificate made{
        place.filePath(wishes.name + u".pem"_s), place.filePath(wishes.name + u".key"_s), {}};
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(u"openssl"_s, arguments(wishes, made) + signer);
    if (!openssl.waitForFinished() || openssl.exitCode() != 0) {
        qWarning("openssl: %s", openssl.readAll().constData());
        return {};
    }
    made.sha256 = hashOfPem(made.certificate);
    return made;
}

} // namespace

TestCertificate makeTestCertificate(const QString &folder, const TestCertificateWishes &wishes)
{
    return make(folder, wishes, {});
}

TestCertificate makeTestCertificate(const QString &folder, const TestCertificateWishes &wishes,
                                    const TestCertificate &authority)
{
    return make(folder, wishes, {u"-CA"_s, authority.certificate, u"-CAkey"_s, authority.key});
}

} // namespace archivesmp::tests
