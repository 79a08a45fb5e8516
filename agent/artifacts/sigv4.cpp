// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/artifacts/sigv4.h"

#include <QCryptographicHash>
#include <QList>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace archivesmp::agent::artifacts {

using namespace Qt::StringLiterals;

namespace {

constexpr auto algorithm = "AWS4-HMAC-SHA256";

QByteArray sha256Hex(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray hmac(const QByteArray &key, const QByteArray &text)
{
    return QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256);
}

QByteArray timestamp(const QDateTime &at)
{
    return at.toUTC().toString(u"yyyyMMdd'T'HHmmss'Z'"_s).toLatin1();
}

QByteArray canonicalPath(const QUrl &url, PathEncoding encoding)
{
    const QByteArray path = url.path(QUrl::FullyDecoded).toUtf8();
    QByteArray encoded = path.isEmpty() ? QByteArray("/") : path.toPercentEncoding("/");
    if (encoding == PathEncoding::Twice)
        encoded = encoded.toPercentEncoding("/");
    return encoded;
}

QByteArray canonicalQuery(const QUrl &url)
{
    QList<QByteArray> parts;
    for (const QByteArray &part : url.query(QUrl::FullyEncoded).toUtf8().split('&')) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        const QByteArray name = QByteArray::fromPercentEncoding(equals < 0 ? part : part.left(equals));
        const QByteArray value
            = equals < 0 ? QByteArray() : QByteArray::fromPercentEncoding(part.mid(equals + 1));
        parts.append(name.toPercentEncoding() + '=' + value.toPercentEncoding());
    }
    std::sort(parts.begin(), parts.end());
    return parts.join('&');
}

QByteArray scopeOf(const SignedRequest &request, const S3Credentials &credentials)
{
    return timestamp(request.at).left(8) + '/' + credentials.region.toUtf8() + '/' + credentials.service
        + "/aws4_request";
}

QByteArray signingKey(const SignedRequest &request, const S3Credentials &credentials)
{
    QByteArray key = hmac("AWS4" + credentials.secretKey.reveal(), timestamp(request.at).left(8));
    key = hmac(key, credentials.region.toUtf8());
    key = hmac(key, credentials.service);
    return hmac(key, "aws4_request");
}

} // namespace

QByteArray authorization(const SignedRequest &request, const S3Credentials &credentials,
                         PathEncoding encoding)
{
    QByteArray headers;
    for (auto it = request.headers.begin(); it != request.headers.end(); ++it)
        headers += it.key() + ':' + it.value().simplified() + '\n';
    const QByteArrayList keys = request.headers.keys();
    const QByteArray names = keys.join(';');
    const QByteArray canonical = request.method + '\n' + canonicalPath(request.url, encoding) + '\n'
        + canonicalQuery(request.url) + '\n' + headers + '\n' + names + '\n' + request.payloadHash;
    const QByteArray scope = scopeOf(request, credentials);
    const QByteArray toSign
        = QByteArray(algorithm) + '\n' + timestamp(request.at) + '\n' + scope + '\n' + sha256Hex(canonical);
    const QByteArray signature = hmac(signingKey(request, credentials), toSign).toHex();
    return QByteArray(algorithm) + " Credential=" + credentials.accessKey.toUtf8() + '/' + scope
        + ", SignedHeaders=" + names + ", Signature=" + signature;
}

QMap<QByteArray, QByteArray> signedHeaders(const QByteArray &method, const QUrl &url,
                                           const QByteArray &payloadHash, const QDateTime &at,
                                           const S3Credentials &credentials)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toUtf8();
    if (url.port() > 0)
        host += ':' + QByteArray::number(url.port());
    QMap<QByteArray, QByteArray> headers{
        {"host", host}, {"x-amz-content-sha256", payloadHash}, {"x-amz-date", timestamp(at)}};
    headers.insert("authorization", authorization({method, url, headers, payloadHash, at}, credentials));
    return headers;
}

} // namespace archivesmp::agent::artifacts
