// SPDX-License-Identifier: GPL-3.0-or-later
// AWS' Signature Version 4, as every S3 speaks it.
#pragma once

#include "common/core/secret.h"

#include <QByteArray>
#include <QDateTime>
#include <QMap>
#include <QString>
#include <QUrl>

namespace archivesmp::agent::artifacts {

struct S3Credentials
{
    QString accessKey;
    Secret secretKey;
    QString region = QStringLiteral("us-east-1");
    QByteArray service = "s3";
};

// What of a request is signed.
struct SignedRequest
{
    QByteArray method; // "GET"
    QUrl url;
    QMap<QByteArray, QByteArray> headers; // names in lower case, with host and x-amz-date
    QByteArray payloadHash;               // SHA-256 in hexadecimal digits
    QDateTime at;                         // UTC, to the second
};

// S3 encodes a path once; the other services encode what is encoded already.
enum class PathEncoding { Once, Twice };

// The value of the Authorization header.
[[nodiscard]] QByteArray authorization(const SignedRequest &request, const S3Credentials &credentials,
                                       PathEncoding encoding = PathEncoding::Once);

// The headers host, x-amz-date, x-amz-content-sha256 and authorization for a request to S3.
[[nodiscard]] QMap<QByteArray, QByteArray> signedHeaders(const QByteArray &method, const QUrl &url,
                                                         const QByteArray &payloadHash, const QDateTime &at,
                                                         const S3Credentials &credentials);

} // namespace archivesmp::agent::artifacts
