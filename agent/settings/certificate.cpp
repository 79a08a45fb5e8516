// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/certificate.h"

#include "agent/settings/sealedsecret.h"
#include "agent/settings/settingsfile.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <QCryptographicHash>
#include <QFile>

#include <memory>

namespace archivesmp::agent::settings {

using namespace Qt::StringLiterals;

namespace {

constexpr long validSeconds = 10L * 365 * 24 * 3600;
constexpr qsizetype pinBytes = 32;

struct Deleter
{
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION *extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO *bio) const { BIO_free(bio); }
};
template <typename T>
using Owned = std::unique_ptr<T, Deleter>;

Error openSslError(const QString &doing)
{
    return Error{ErrorCode::Internal, u"OpenSSL cannot "_s + doing};
}

bool addExtension(X509 *certificate, int nid, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData()));
    return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Owned<X509> selfSigned(EVP_PKEY *key, const QByteArray &name)
{
    Owned<X509> certificate(X509_new());
    const QByteArray serial = randomBytes(8);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()),
                            serial.toHex().toULongLong(nullptr, 16) >> 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()),
                    -3600); // a clock that is a little slow is no reason to refuse
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validSeconds);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME *subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(name.constData()), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    const bool ok = addExtension(certificate.get(), NID_subject_alt_name,
                                 "DNS:" + name + ",DNS:localhost,IP:127.0.0.1,IP:::1")
        && addExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        && X509_sign(certificate.get(), key, EVP_sha256()) > 0;
    return ok ? std::move(certificate) : nullptr;
}

QByteArray contentOf(BIO *bio)
{
    char *begin = nullptr;
    const long length = BIO_get_mem_data(bio, &begin);
    return QByteArray(begin, length);
}

Result<void> writeNew(const QString &path, const QByteArray &content, QFile::Permissions permissions)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, permissions))
        return Error{ErrorCode::PermissionDenied, u"cannot write: "_s + file.errorString(), path};
    if (file.write(content) != content.size() || !file.flush())
        return Error{ErrorCode::NoSpace, u"cannot write: "_s + file.errorString(), path};
    return {};
}

} // namespace

Result<void> ensureCertificate(const TlsSettings &tls, const QString &name)
{
    const bool hasCertificate = QFile::exists(tls.certificate);
    const bool hasKey = QFile::exists(tls.key);
    if (hasCertificate && hasKey)
        return {};
    if (hasCertificate != hasKey)
        return Error{ErrorCode::NotFound,
                     u"not found, though its counterpart is there"_s,
                     hasKey ? tls.certificate : tls.key,
                     0,
                     0,
                     {},
                     u"put both files there, or remove both to have new ones made"_s};

    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    if (key == nullptr)
        return openSslError(u"make a key"_s);
    const Owned<X509> certificate = selfSigned(key.get(), name.toUtf8());
    const Owned<BIO> keyText(BIO_new(BIO_s_mem()));
    const Owned<BIO> certificateText(BIO_new(BIO_s_mem()));
    if (certificate == nullptr || PEM_write_bio_X509(certificateText.get(), certificate.get()) != 1
        || PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return openSslError(u"make a certificate"_s);
    if (Result<void> written
        = writeNew(tls.key, contentOf(keyText.get()), QFile::ReadOwner | QFile::WriteOwner);
        !written)
        return written;
    return writeNew(tls.certificate, contentOf(certificateText.get()),
                    QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
}

Result<QByteArray> certificatePin(const QString &certificateFile)
{
    Result<QByteArray> pem = readPrivateFile(certificateFile, Privacy::Public);
    if (!pem)
        return pem.error();
    const Owned<BIO> text(BIO_new_mem_buf(pem->constData(), static_cast<int>(pem->size())));
    const Owned<X509> certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
    if (certificate == nullptr)
        return Error{ErrorCode::InvalidInput, u"holds no certificate in PEM form"_s, certificateFile};
    unsigned char *der = nullptr;
    const int length = i2d_X509(certificate.get(), &der);
    const QByteArray bytes(reinterpret_cast<const char *>(der), length);
    OPENSSL_free(der);
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

QString formattedPin(const QByteArray &pin)
{
    return QString::fromLatin1(pin.toHex(':'));
}

Result<QByteArray> parsePin(QStringView text)
{
    QByteArray digits = text.trimmed().toLatin1().toLower();
    digits.replace(":", "");
    const QByteArray pin = QByteArray::fromHex(digits);
    if (digits.size() != pinBytes * 2 || pin.toHex() != digits)
        return Error{ErrorCode::InvalidInput,
                     u"is not a SHA-256 pin of 64 hexadecimal digits"_s,
                     {},
                     0,
                     0,
                     {},
                     u"print it on the agent's server with: archivesmp-agent pin"_s};
    return pin;
}

} // namespace archivesmp::agent::settings
