// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connections/givenendpoint.h"

#include "app/connections/connectionprofile.h"

#include <QFile>

namespace archivesmp::app::connections {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 longestKey = 4096;
}

Result<client::Endpoint> givenEndpoint(const QString &url, const QString &keyFile, const QString &pin)
{
    const Result<QUrl> address = urlFromText(url);
    if (!address)
        return address.error();
    QFile file(keyFile);
    if (!file.open(QIODevice::ReadOnly))
        return Error{.code = ErrorCode::NotFound,
                     .message = u"the key cannot be read: "_s + file.errorString(),
                     .file = keyFile,
                     .remedy = u"name the file with --api-key-file"_s};
    Secret key(file.read(longestKey).trimmed());
    if (key.isEmpty())
        return Error{ErrorCode::InvalidInput, u"the file holds no key"_s, keyFile};
    const Result<QByteArray> sha256
        = pin.isEmpty() ? Result<QByteArray>(QByteArray()) : transport::pinFromText(pin);
    if (!sha256)
        return sha256.error().atField(u"--pin"_s);
    return client::Endpoint{*address, key, *sha256};
}

} // namespace archivesmp::app::connections
