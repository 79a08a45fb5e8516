// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fleet/fleetwords.h"

#include <QCoreApplication>

namespace archivesmp::app::fleet {

using namespace Qt::StringLiterals;
using namespace archivesmp::domain;
using widgets::Glyph;
using widgets::Mark;
using widgets::Tone;

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("FleetWords", text);
}
} // namespace

QString serverStateText(const PhysicalServer &server, bool live)
{
    if (!live)
        return tr("not connected");
    const QString reason = server.stateReason.isEmpty() ? QString() : u": "_s + server.stateReason;
    switch (server.state) {
    case ServerState::Online:
        return tr("online");
    case ServerState::Degraded:
        return tr("degraded") + reason;
    case ServerState::Offline:
        return tr("offline") + reason;
    case ServerState::NeverSeen:
        return tr("never seen");
    }
    Q_UNREACHABLE();
}

Tone serverStateTone(const PhysicalServer &server, bool live)
{
    if (!live || server.state == ServerState::NeverSeen)
        return Tone::Off;
    if (server.state == ServerState::Online)
        return Tone::Good;
    return server.state == ServerState::Degraded ? Tone::Normal : Tone::Critical;
}

QString instanceStateText(const Instance &instance)
{
    if (!instance.inAmp)
        return tr("unknown to AMP");
    if (!instance.onDisk)
        return tr("no folder");
    switch (instance.state) {
    case InstanceState::Unknown:
        return tr("unknown");
    case InstanceState::Stopped:
        return tr("stopped");
    case InstanceState::Starting:
        return tr("starting");
    case InstanceState::Running:
        return tr("running");
    case InstanceState::Stopping:
        return tr("stopping");
    case InstanceState::Failed:
        return tr("failed");
    case InstanceState::Suspended:
        return tr("suspended");
    }
    Q_UNREACHABLE();
}

QString scanStateText(const Instance &instance)
{
    return instance.scanPartial ? tr("partial: the last scan could not read everything") : QString();
}

Mark instanceMark(const Instance &instance)
{
    if (!instance.onDisk)
        return {Glyph::HollowDiamond, Tone::Normal};
    switch (instance.state) {
    case InstanceState::Running:
        return {Glyph::Play, Tone::Good};
    case InstanceState::Starting:
    case InstanceState::Stopping:
        return {Glyph::HalfDisc, Tone::Normal};
    case InstanceState::Failed:
        return {Glyph::Cross, Tone::Critical};
    case InstanceState::Stopped:
    case InstanceState::Suspended:
        return {Glyph::Square, Tone::Off};
    case InstanceState::Unknown:
        return {Glyph::Question, Tone::Off};
    }
    Q_UNREACHABLE();
}

QString findingsText(const SeverityCounts &counts)
{
    const std::array<QString, 3> words{tr("info"), tr("normal"), tr("critical")};
    if (counts.total() == 0)
        return tr("no findings");
    return (counts.total() == 1 ? tr("1 finding") : tr("%1 findings").arg(counts.total())) + u", "_s
        + tr("worst %1").arg(words.at(static_cast<size_t>(counts.worst())));
}

} // namespace archivesmp::app::fleet
