// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/instance.h"

#include <QByteArray>
#include <QString>

namespace archivesmp::domain {

// One plugin on one instance, as the JAR's own descriptor names it.
struct InstalledPlugin
{
    InstanceRef instance;
    QString name;                          // from the descriptor; the folder's name where there is no JAR
    QString version;                       // from the descriptor; empty where there is no JAR
    Platform platform = Platform::Unknown; // which descriptor it was
    QString jarFile; // relative to the Minecraft folder, "plugins/CoreProtect-22.2.jar"; empty where there is
                     // none
    QByteArray jarSha256; // 32 bytes; empty where there is no JAR
    QString folder; // relative to the Minecraft folder, "plugins/CoreProtect"; empty where there is none

    friend bool operator==(const InstalledPlugin &, const InstalledPlugin &) = default;
};

} // namespace archivesmp::domain
