// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/sealedsecret.h"

#include "agent/settings/settingsfile.h"

#include <openssl/evp.h>

#include <QCryptographicHash>
#include <QFile>
#include <QRandomGenerator>
#include <QSaveFile>

#include <memory>

namespace archivesmp::agent::settings {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView prefix = "enc:v1:";
constexpr int nonceBytes = 12;
constexpr int tagBytes = 16;

struct ContextDeleter
{
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, ContextDeleter>;

const unsigned char *bytes(const QByteArray &array)
{
    return reinterpret_cast<const unsigned char *>(array.constData());
}

unsigned char *bytes(QByteArray &array)
{
    return reinterpret_cast<unsigned char *>(array.data());
}

} // namespace

QByteArray randomBytes(qsizetype count)
{
    QByteArray random(count, Qt::Uninitialized);
    QRandomGenerator::system()->generate(random.begin(), random.end());
    return random;
}

bool isSealed(QStringView text)
{
    return text.startsWith(QLatin1StringView(prefix));
}

SecretKey::SecretKey(Secret raw)
    : _raw(std::move(raw))
{ }

Result<SecretKey> SecretKey::load(const QString &path)
{
    Result<QByteArray> content = readPrivateFile(path, Privacy::Secret);
    if (!content)
        return content.error();
    Secret raw(QByteArray::fromHex(content->trimmed()));
    if (raw.reveal().size() != keyBytes || content->trimmed().size() != keyBytes * 2)
        return Error{ErrorCode::Corrupt, u"does not hold a key of %1 hexadecimal digits"_s.arg(keyBytes * 2),
                     path};
    return SecretKey(std::move(raw));
}

Result<SecretKey> SecretKey::loadOrCreate(const QString &path)
{
    if (QFile::exists(path))
        return load(path);
    QFile file(path);
    // NewOnly: two that start at once must not each believe in a key of their own.
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return Error{ErrorCode::PermissionDenied, u"cannot write the key: "_s + file.errorString(), path};
    const QByteArray digits = randomBytes(keyBytes).toHex() + '\n';
    if (file.write(digits) != digits.size() || !file.flush())
        return Error{ErrorCode::NoSpace, u"cannot write the key: "_s + file.errorString(), path};
    file.close();
    return load(path);
}

QString SecretKey::id() const
{
    return QString::fromLatin1(
        QCryptographicHash::hash(_raw.reveal(), QCryptographicHash::Sha256).first(4).toHex());
}

Result<QByteArray> SecretKey::seal(const Secret &text, const QByteArray &context) const
{
    const QByteArray nonce = randomBytes(nonceBytes);
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    QByteArray sealed(text.reveal().size(), Qt::Uninitialized);
    QByteArray tag(tagBytes, Qt::Uninitialized);
    int length = 0;
    const bool ok
        = EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(_raw.reveal()), bytes(nonce))
            == 1
        && EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes(context), static_cast<int>(context.size()))
            == 1
        && EVP_EncryptUpdate(cipher.get(), bytes(sealed), &length, bytes(text.reveal()),
                             static_cast<int>(text.reveal().size()))
            == 1
        && EVP_EncryptFinal_ex(cipher.get(), nullptr, &length) == 1
        && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tagBytes, tag.data()) == 1;
    if (!ok)
        return Error{ErrorCode::Internal, u"OpenSSL cannot encrypt with AES-256-GCM"_s};
    return prefix.toByteArray() + QByteArray(nonce + sealed + tag).toBase64();
}

Result<Secret> SecretKey::unseal(const QByteArray &sealed, const QByteArray &context) const
{
    const Error refused{
        ErrorCode::Corrupt,
        u"cannot decrypt (key id %1): another key, a cut text, or one made for another field"_s.arg(id()),
        {},
        0,
        0,
        {},
        u"make it again with: archivesmp-agent encrypt"_s};
    if (!sealed.startsWith(prefix))
        return refused;
    const auto result = QByteArray::fromBase64Encoding(
        sealed.sliced(prefix.size()), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (result.decodingStatus != QByteArray::Base64DecodingStatus::Ok
        || result.decoded.size() < nonceBytes + tagBytes)
        return refused;
    const QByteArray &decoded = result.decoded;
    const QByteArray nonce = decoded.first(nonceBytes);
    QByteArray tag = decoded.last(tagBytes);
    const QByteArray body = decoded.sliced(nonceBytes, decoded.size() - nonceBytes - tagBytes);
    QByteArray text(body.size(), Qt::Uninitialized);
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    int length = 0;
    const bool ok
        = EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(_raw.reveal()), bytes(nonce))
            == 1
        && EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes(context), static_cast<int>(context.size()))
            == 1
        && EVP_DecryptUpdate(cipher.get(), bytes(text), &length, bytes(body), static_cast<int>(body.size()))
            == 1
        && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tagBytes, tag.data()) == 1
        && EVP_DecryptFinal_ex(cipher.get(), nullptr, &length) == 1;
    if (!ok)
        return refused;
    return Secret(std::move(text));
}

} // namespace archivesmp::agent::settings
