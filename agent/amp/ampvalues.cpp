// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/ampvalues.h"

#include "common/core/textescape.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QTimeZone>

namespace archivesmp::agent::amp {

using namespace Qt::StringLiterals;
using domain::InstanceState;
using instances::AmpInstance;
using instances::AmpStatus;
using instances::ConsoleLine;

Q_LOGGING_CATEGORY(lcAmpValues, "archivesmp.amp.values", QtInfoMsg)

namespace {

constexpr int undefinedState = -1;

Error unexpected(const QString &what)
{
    return Error{ErrorCode::InvalidInput, u"AMP's answer holds no "_s + what};
}

std::optional<AmpInstance> readInstance(const QJsonObject &summary)
{
    AmpInstance instance;
    instance.id = summary.value("InstanceID"_L1).toString().toLower();
    instance.name = summary.value("InstanceName"_L1).toString();
    instance.friendlyName = summary.value("FriendlyName"_L1).toString(instance.name);
    instance.module = summary.value("Module"_L1).toString();
    instance.daemonRunning = summary.value("Running"_L1).toBool();
    instance.suspended = summary.value("Suspended"_L1).toBool();
    if (instance.module == "ADS"_L1)
        return std::nullopt;
    if (instance.id.isEmpty() || !domain::isValidInstanceName(instance.name)) {
        qCWarning(lcAmpValues) << "AMP lists an instance without a usable name:" << excerpt(instance.name);
        return std::nullopt;
    }
    return instance;
}

} // namespace

Result<QList<AmpInstance>> readInstances(const QJsonValue &answer)
{
    if (!answer.isArray())
        return unexpected(u"list of targets"_s);
    QList<AmpInstance> instances;
    const auto targets = answer.toArray();
    for (const QJsonValue &target : targets) {
        const auto summaries = target.toObject().value("AvailableInstances"_L1).toArray();
        for (const QJsonValue &summary : summaries) {
            if (const std::optional<AmpInstance> instance = readInstance(summary.toObject()))
                instances.append(*instance);
        }
    }
    return instances;
}

Result<AmpStatus> readStatus(const QJsonValue &answer)
{
    const QJsonObject status = answer.toObject();
    if (!status.contains("State"_L1))
        return unexpected(u"state"_s);
    AmpStatus read;
    const QJsonValue state = status.value("State"_L1);
    read.ampState
        = state.isString() ? state.toString().toInt() : static_cast<int>(state.toDouble(undefinedState));
    read.state = stateOf(read.ampState);
    read.uptime = readUptime(status.value("Uptime"_L1).toString());
    const QJsonObject metrics = status.value("Metrics"_L1).toObject();
    const QJsonValue users = metrics.value("Active Users"_L1).toObject().value("RawValue"_L1);
    if (users.isDouble())
        read.players = static_cast<int>(users.toDouble());
    return read;
}

Result<QList<ConsoleLine>> readConsole(const QJsonValue &answer)
{
    if (!answer.isObject())
        return unexpected(u"updates"_s);
    QList<ConsoleLine> lines;
    const auto entries = answer.toObject().value("ConsoleEntries"_L1).toArray();
    for (const QJsonValue &value : entries) {
        const QJsonObject entry = value.toObject();
        lines.append(ConsoleLine{readDate(entry.value("Timestamp"_L1)), entry.value("Source"_L1).toString(),
                                 entry.value("Contents"_L1).toString()});
    }
    return lines;
}

InstanceState stateOf(int ampState)
{
    switch (ampState) {
    case 0:
        return InstanceState::Stopped;
    case 5:  // PreStart
    case 7:  // Configuring
    case 10: // Starting
    case 60: // Waiting
        return InstanceState::Starting;
    case 20:
        return InstanceState::Running;
    case 30: // Restarting
    case 40: // Stopping
        return InstanceState::Stopping;
    case 100:
        return InstanceState::Failed;
    case 200:
        return InstanceState::Suspended;
    default: // going to sleep, asleep, installing, updating, maintenance, and what later versions invent
        return InstanceState::Unknown;
    }
}

QDateTime readDate(const QJsonValue &value)
{
    static const QRegularExpression ticks(u"^/Date\\((-?\\d+)[^)]*\\)/$"_s);
    const QString text = value.toString();
    const QRegularExpressionMatch match = ticks.match(text);
    if (match.hasMatch())
        return QDateTime::fromMSecsSinceEpoch(match.captured(1).toLongLong(), Qt::UTC);
    QDateTime date = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (date.isValid() && date.timeSpec() == Qt::LocalTime)
        date.setTimeSpec(Qt::UTC);
    return date.toUTC();
}

std::chrono::seconds readUptime(const QString &text)
{
    static const QRegularExpression form(u"^(?:(\\d+)[.:])?(\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.\\d+)?$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::chrono::seconds(0);
    const auto number = [&match](int group) { return match.captured(group).toLongLong(); };
    return std::chrono::seconds(((number(1) * 24 + number(2)) * 60 + number(3)) * 60 + number(4));
}

} // namespace archivesmp::agent::amp
