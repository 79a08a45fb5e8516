// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace archivesmp::ampsim {

// The AMP generation that is imitated: dates, version fields, sessions and method lists differ.
enum class Profile { Amp25, Amp26, Amp28 };

// What a method without a result answers; live panels and published clients disagree.
enum class VoidBody { Null, Empty, Object };

// One panel. Times are kept short by default, because a test waits for them.
struct Options
{
    QString root; // every root/<InstanceName>/Minecraft is an instance
    quint16 port = 0;
    std::optional<quint16> controlPort;
    QString user = QStringLiteral("admin");
    QString password = QStringLiteral("simulated");
    Profile profile = Profile::Amp28;
    VoidBody voidBody = VoidBody::Null;

    std::chrono::milliseconds startTime{300}; // of the application, until "Done"
    std::chrono::milliseconds stopTime{200};
    std::chrono::milliseconds daemonTime{100};
    std::chrono::milliseconds backupTime{200};  // until a backup that was asked for is listed
    std::chrono::milliseconds instanceCache{0}; // age up to which GetInstances repeats itself
    std::chrono::milliseconds sessionTtl = std::chrono::minutes(5);
    std::chrono::milliseconds latency{0}; // added to every answer

    std::optional<bool> acceptBearer; // whether the Authorization header is read; absent: as the profile does
    QString twoFactorCode;            // asked for with every password where not empty
    int loginLimit = 0;               // failed logins after which none is processed any more; 0: no limit
    QStringList denied;               // permission nodes that the user lacks

    [[nodiscard]] bool readsBearer() const { return acceptBearer.value_or(profile != Profile::Amp25); }
};

} // namespace archivesmp::ampsim
