// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace archivesmp::domain {

// The Minecraft process inside an instance, reduced from AMP's two layers (daemon and application).
enum class InstanceState { Unknown, Stopped, Starting, Running, Stopping, Failed, Suspended };

// What kind of server the instance runs, from its files; decides which JAR descriptors fit.
enum class Platform { Unknown, Paper, Velocity, Geyser };

// The name of an instance with its server: instance names are unique on one server only.
struct InstanceRef
{
    QString server;
    QString name;

    [[nodiscard]] QString toString() const { return server + u'/' + name; }
    friend bool operator==(const InstanceRef &, const InstanceRef &) = default;
    friend bool operator<(const InstanceRef &a, const InstanceRef &b)
    {
        return a.server != b.server ? a.server < b.server : a.name < b.name;
    }
    friend size_t qHash(const InstanceRef &ref, size_t seed = 0)
    {
        return qHashMulti(seed, ref.server, ref.name);
    }
};

// One AMP instance.
struct Instance
{
    InstanceRef ref;
    QString ampId; // AMP's UUID, lower-case; "disk:<folder>" until AMP names it
    Platform platform = Platform::Unknown;
    InstanceState state = InstanceState::Unknown;
    bool onDisk = false;        // has a folder with a Minecraft root
    bool inAmp = false;         // AMP's panel lists it
    std::optional<int> players; // online now, where known
    QDateTime lastSeen;         // UTC; when its agent last reported it
    QDateTime lastScan;         // UTC; when its last complete or partial scan ended; invalid where never
    bool scanPartial = false;   // the last scan could not read something

    friend bool operator==(const Instance &, const Instance &) = default;
};

// Names come from AMP and end in paths: letters, digits, dot, dash and underscore, at most 64, not "." or
// "..".
[[nodiscard]] bool isValidInstanceName(QStringView name);

[[nodiscard]] QString nameOf(InstanceState state);
[[nodiscard]] std::optional<InstanceState> instanceStateFromName(QStringView text);
[[nodiscard]] QString nameOf(Platform platform);
[[nodiscard]] std::optional<Platform> platformFromName(QStringView text);

} // namespace archivesmp::domain
