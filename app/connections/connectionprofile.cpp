// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connections/connectionprofile.h"

#include <QHostAddress>
#include <QSettings>

namespace archivesmp::app::connections {

using namespace Qt::StringLiterals;

namespace {
constexpr int usualPort = 8001;
const QString group = u"connections"_s;

bool isLoopback(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}
} // namespace

Result<QUrl> urlFromText(QStringView text)
{
    QString address = text.trimmed().toString();
    if (!address.contains("://"_L1))
        address.prepend("wss://"_L1);
    QUrl url(address, QUrl::StrictMode);
    const bool plain = url.scheme() == "ws"_L1;
    if (!url.isValid() || url.host().isEmpty() || (!plain && url.scheme() != "wss"_L1)
        || !url.userInfo().isEmpty())
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = u"this is not an agent's address"_s,
                     .remedy = u"write it as host:8001"_s};
    if (plain && !isLoopback(url.host()))
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = u"ws: would send the key in the clear"_s,
                     .remedy = u"use wss:"_s};
    url.setPort(url.port(usualPort));
    url.setPath({});
    return url;
}

QList<ConnectionProfile> readProfiles(QSettings &settings)
{
    QList<ConnectionProfile> profiles;
    const int count = settings.beginReadArray(group);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        const Result<QUrl> url = urlFromText(settings.value("url").toString());
        if (url)
            profiles.append({*url, QByteArray::fromHex(settings.value("pin").toByteArray())});
    }
    settings.endArray();
    return profiles;
}

void writeProfiles(QSettings &settings, const QList<ConnectionProfile> &profiles)
{
    settings.remove(group);
    settings.beginWriteArray(group, static_cast<int>(profiles.size()));
    for (int i = 0; i < profiles.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue("url", profiles.at(i).url.toString());
        settings.setValue("pin", QString::fromLatin1(profiles.at(i).pin.toHex()));
    }
    settings.endArray();
}

} // namespace archivesmp::app::connections
