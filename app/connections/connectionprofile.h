// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

class QSettings;

namespace archivesmp::app::connections {

// How one agent is reached. Its key is not here: it is in the keychain, under keyName().
struct ConnectionProfile
{
    QUrl url;       // wss://host:port
    QByteArray pin; // SHA-256 of the certificate, 32 bytes; empty for the system's authorities

    [[nodiscard]] QString keyName() const { return url.toString(); }
    friend bool operator==(const ConnectionProfile &, const ConnectionProfile &) = default;
};

// "10.0.0.1", "host:8001" and "wss://host:8001/" all become wss://host:8001. ws: to this very machine only.
[[nodiscard]] Result<QUrl> urlFromText(QStringView text);

[[nodiscard]] QList<ConnectionProfile> readProfiles(QSettings &settings);
void writeProfiles(QSettings &settings, const QList<ConnectionProfile> &profiles);

} // namespace archivesmp::app::connections
