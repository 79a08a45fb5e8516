// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/piececipher.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <QtEndian>

#include <memory>

namespace archivesmp::agent::settings {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype keyBytes = 32;
constexpr qsizetype noncePrefixBytes = 4; // the number of the piece fills the rest of the twelve
const QByteArray purpose("archivesmp sealed file v1");

struct CipherDeleter
{
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, CipherDeleter>;

struct KdfDeleter
{
    void operator()(EVP_KDF *kdf) const { EVP_KDF_free(kdf); }
    void operator()(EVP_KDF_CTX *context) const { EVP_KDF_CTX_free(context); }
};

const unsigned char *bytes(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

unsigned char *bytes(QByteArray &array)
{
    return reinterpret_cast<unsigned char *>(array.data());
}

OSSL_PARAM octets(const char *name, const QByteArray &value)
{
    // OpenSSL only reads them.
    return OSSL_PARAM_construct_octet_string(name, const_cast<char *>(value.constData()),
                                             static_cast<size_t>(value.size()));
}

std::optional<QByteArray> hkdf(const QByteArray &key, const QByteArray &salt, qsizetype length)
{
    const std::unique_ptr<EVP_KDF, KdfDeleter> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
    const std::unique_ptr<EVP_KDF_CTX, KdfDeleter> context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
    QByteArray digest("SHA256");
    const OSSL_PARAM parameters[]
        = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
           octets(OSSL_KDF_PARAM_KEY, key), octets(OSSL_KDF_PARAM_SALT, salt),
           octets(OSSL_KDF_PARAM_INFO, purpose), OSSL_PARAM_construct_end()};
    QByteArray made(length, Qt::Uninitialized);
    if (!context || EVP_KDF_derive(context.get(), bytes(made), static_cast<size_t>(length), parameters) != 1)
        return std::nullopt;
    return made;
}

} // namespace

PieceCipher::PieceCipher(Secret key, QByteArray noncePrefix, QByteArray header)
    : _key(std::move(key))
    , _noncePrefix(std::move(noncePrefix))
    , _header(std::move(header))
{ }

Result<PieceCipher> PieceCipher::make(const Secret &key, const QByteArray &salt, const QByteArray &header)
{
    if (key.reveal().size() != keyBytes)
        return Error{ErrorCode::InvalidArgument, u"a key of 32 bytes is needed to seal a file"_s};
    auto made = hkdf(key.reveal(), salt, keyBytes + noncePrefixBytes);
    if (!made)
        return Error{ErrorCode::Internal, u"OpenSSL cannot derive a key with HKDF-SHA256"_s};
    Secret fileKey(made->first(keyBytes));
    return PieceCipher(std::move(fileKey), made->last(noncePrefixBytes), header);
}

QByteArray PieceCipher::nonceOf(quint64 number) const
{
    QByteArray nonce = _noncePrefix + QByteArray(sizeof number, Qt::Uninitialized);
    qToBigEndian(number, nonce.data() + noncePrefixBytes);
    return nonce;
}

QByteArray PieceCipher::boundTo(quint64 number, Piece piece) const
{
    QByteArray counted(sizeof number, Qt::Uninitialized);
    qToBigEndian(number, counted.data());
    return QByteArray(_header + counted + static_cast<char>(piece));
}

Result<QByteArray> PieceCipher::seal(quint64 number, Piece piece, QByteArrayView plain) const
{
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    const QByteArray nonce = nonceOf(number);
    const QByteArray bound = boundTo(number, piece);
    QByteArray sealed(plain.size() + tagBytes, Qt::Uninitialized);
    int length = 0;
    const bool ok
        = EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(_key.reveal()), bytes(nonce))
            == 1
        && EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes(bound), static_cast<int>(bound.size()))
            == 1
        && EVP_EncryptUpdate(cipher.get(), bytes(sealed), &length, bytes(plain),
                             static_cast<int>(plain.size()))
            == 1
        && EVP_EncryptFinal_ex(cipher.get(), bytes(sealed) + length, &length) == 1
        && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tagBytes),
                               sealed.data() + plain.size())
            == 1;
    if (!ok)
        return Error{ErrorCode::Internal, u"OpenSSL cannot encrypt with AES-256-GCM"_s};
    return sealed;
}

std::optional<QByteArray> PieceCipher::open(quint64 number, Piece piece, QByteArrayView sealed) const
{
    if (sealed.size() < tagBytes)
        return std::nullopt;
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    const QByteArray nonce = nonceOf(number);
    const QByteArray bound = boundTo(number, piece);
    const QByteArrayView body = sealed.chopped(tagBytes);
    QByteArray tag = sealed.last(tagBytes).toByteArray();
    QByteArray plain(body.size(), Qt::Uninitialized);
    int length = 0;
    const bool ok
        = EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(_key.reveal()), bytes(nonce))
            == 1
        && EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes(bound), static_cast<int>(bound.size()))
            == 1
        && EVP_DecryptUpdate(cipher.get(), bytes(plain), &length, bytes(body), static_cast<int>(body.size()))
            == 1
        && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tagBytes), tag.data())
            == 1
        && EVP_DecryptFinal_ex(cipher.get(), bytes(plain) + length, &length) == 1;
    if (!ok)
        return std::nullopt;
    return plain;
}

} // namespace archivesmp::agent::settings
