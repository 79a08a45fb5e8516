// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/instance.h"

#include "common/domain/enumnames.h"

#include <algorithm>

namespace archivesmp::domain {

using namespace Qt::StringLiterals;

namespace {
constexpr EnumNames<InstanceState, 7> stateNames{{{InstanceState::Unknown, "unknown"_L1},
                                                  {InstanceState::Stopped, "stopped"_L1},
                                                  {InstanceState::Starting, "starting"_L1},
                                                  {InstanceState::Running, "running"_L1},
                                                  {InstanceState::Stopping, "stopping"_L1},
                                                  {InstanceState::Failed, "failed"_L1},
                                                  {InstanceState::Suspended, "suspended"_L1}}};
constexpr EnumNames<Platform, 4> platformNames{{{Platform::Unknown, "unknown"_L1},
                                                {Platform::Paper, "paper"_L1},
                                                {Platform::Velocity, "velocity"_L1},
                                                {Platform::Geyser, "geyser"_L1}}};
constexpr qsizetype longestName = 64;
} // namespace

bool isValidInstanceName(QStringView name)
{
    if (name.isEmpty() || name.size() > longestName || name == "."_L1 || name == ".."_L1)
        return false;
    return std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'.'
            || c == u'_' || c == u'-';
    });
}

QString nameOf(InstanceState state)
{
    return enumToName(stateNames, state);
}

std::optional<InstanceState> instanceStateFromName(QStringView text)
{
    return enumFromName(stateNames, text);
}

QString nameOf(Platform platform)
{
    return enumToName(platformNames, platform);
}

std::optional<Platform> platformFromName(QStringView text)
{
    return enumFromName(platformNames, text);
}

} // namespace archivesmp::domain
