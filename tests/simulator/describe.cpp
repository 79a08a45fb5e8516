// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/describe.h"

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

constexpr int mainline = 10;
constexpr int viaController = 10;

QJsonObject metric(double raw, double max, const QString &units, const Options &options)
{
    QJsonObject shown{{u"RawValue"_s, raw},
                      {u"MaxValue"_s, max},
                      {u"Percent"_s, max > 0 ? qRound(raw * 100 / max) : 0},
                      {u"Units"_s, units},
                      {u"Color"_s, u"#3498DB"_s}};
    if (options.profile != Profile::Amp25)
        shown.insert(u"ShortName"_s, units);
    return shown;
}

QJsonObject commonSummary(const Dialect &dialect)
{
    return {{u"TargetID"_s, controllerId()},
            {u"AMPVersion"_s, dialect.version()},
            {u"IsHTTPS"_s, false},
            {u"IP"_s, u"127.0.0.1"_s},
            {u"Daemon"_s, false},
            {u"DaemonAutostart"_s, true},
            {u"ExcludeFromFirewall"_s, false},
            {u"IsContainerInstance"_s, false},
            {u"ContainerMemoryMB"_s, 0},
            {u"ContainerSwapMB"_s, 0},
            {u"ContainerMemoryPolicy"_s, 0},
            {u"ContainerCPUs"_s, 0.0},
            {u"Tags"_s, QJsonArray()},
            {u"DiskUsageMB"_s, 0},
            {u"ReleaseStream"_s, mainline}};
}

} // namespace

QString controllerId()
{
    return u"0f6d2a1c-3b58-4f0e-8c61-5d1b7e9a2c40"_s;
}

QString uptimeText(std::chrono::seconds uptime)
{
    const qint64 s = uptime.count();
    const auto two = [](qint64 n) { return QString::number(n).rightJustified(2, u'0'); };
    return QString(QString::number(s / 86400) + u':' + two(s / 3600 % 24) + u':' + two(s / 60 % 60) + u':'
                   + two(s % 60));
}

QJsonObject metricsOf(const Instance &instance, const Options &options)
{
    const bool ready = instance.state() == AppState::Ready;
    return {{u"CPU Usage"_s, metric(ready ? 7 : 0, 100, u"%"_s, options)},
            {u"Memory Usage"_s, metric(ready ? 2048 : 0, 4096, u"MB"_s, options)},
            {u"Active Users"_s, metric(instance.players(), 20, QString(), options)},
            {u"TPS"_s, metric(ready ? 20 : 0, 20, u"TPS"_s, options)}};
}

QJsonArray portsOf(const Instance &instance)
{
    return {QJsonObject{{u"Port"_s, instance.gamePort()},
                        {u"Protocol"_s, 0},
                        {u"Name"_s, u"Minecraft Server Port"_s},
                        {u"Listening"_s, instance.state() == AppState::Ready},
                        {u"Required"_s, true},
                        {u"IsDelayedOpen"_s, false}}};
}

QJsonObject statusOf(const Instance &instance, const Options &options)
{
    QJsonObject status{{u"State"_s, static_cast<int>(instance.state())},
                       {u"Uptime"_s, uptimeText(instance.uptime())},
                       {u"Metrics"_s, metricsOf(instance, options)}};
    if (options.profile == Profile::Amp28)
        status.insert(u"Ports"_s, portsOf(instance));
    return status;
}

QJsonObject summaryOf(const Instance &instance, const Options &options, const Dialect &dialect)
{
    const bool running = instance.daemon() == DaemonState::Up;
    QJsonObject summary = commonSummary(dialect);
    summary.insert(u"InstanceID"_s, instance.id());
    summary.insert(u"InstanceName"_s, instance.name());
    summary.insert(u"FriendlyName"_s, instance.name());
    summary.insert(u"Module"_s, u"Minecraft"_s);
    summary.insert(u"Port"_s, instance.port());
    summary.insert(u"Running"_s, running);
    // A daemon that is down leaves the last state behind; 2.5 was seen to say Ready.
    summary.insert(u"AppState"_s,
                   !running && options.profile == Profile::Amp25 ? 20 : static_cast<int>(instance.state()));
    summary.insert(u"Suspended"_s, instance.isSuspended());
    summary.insert(u"Metrics"_s, running ? metricsOf(instance, options) : QJsonObject());
    summary.insert(
        u"ApplicationEndpoints"_s,
        QJsonArray{QJsonObject{{u"DisplayName"_s, u"Application Address"_s},
                               {u"Endpoint"_s, u"127.0.0.1:%1"_s.arg(instance.gamePort())},
                               {u"Uri"_s, u"steam://connect/127.0.0.1:%1"_s.arg(instance.gamePort())}}});
    summary.insert(
        u"DeploymentArgs"_s,
        QJsonObject{{u"MinecraftModule.Minecraft.PortNumber"_s, QString::number(instance.gamePort())}});
    summary.insert(u"ManagementMode"_s, viaController);
    return summary;
}

QJsonObject controllerSummary(const Dialect &dialect)
{
    QJsonObject summary = commonSummary(dialect);
    summary.insert(u"InstanceID"_s, controllerId());
    summary.insert(u"InstanceName"_s, u"ADS01"_s);
    summary.insert(u"FriendlyName"_s, u"ADS01"_s);
    summary.insert(u"Module"_s, u"ADS"_s);
    summary.insert(u"Port"_s, 8080);
    summary.insert(u"Running"_s, true);
    summary.insert(u"AppState"_s, -1);
    summary.insert(u"Suspended"_s, false);
    summary.insert(u"Metrics"_s, QJsonObject());
    summary.insert(u"ApplicationEndpoints"_s, QJsonArray());
    summary.insert(u"DeploymentArgs"_s, QJsonObject());
    summary.insert(u"ManagementMode"_s, 0);
    return summary;
}

QJsonArray consoleOf(const QList<ConsoleEntry> &entries, const Dialect &dialect)
{
    QJsonArray list;
    for (const ConsoleEntry &entry : entries) {
        list.append(QJsonObject{{u"Timestamp"_s, dialect.date(entry.at)},
                                {u"Source"_s, entry.source},
                                {u"SourceId"_s, u"00000000-0000-0000-0000-000000000000"_s},
                                {u"Type"_s, u"Console"_s},
                                {u"Contents"_s, entry.text}});
    }
    return list;
}

QJsonObject taskOf(const Task &task, const Dialect &dialect)
{
    return {{u"Id"_s, task.id},
            {u"Name"_s, task.name},
            {u"Description"_s, task.description},
            {u"Origin"_s, u"AMP"_s},
            {u"StartTime"_s, dialect.date(task.start)},
            {u"EndTime"_s, dialect.date(task.end)},
            {u"LastUpdatePushed"_s, dialect.date(QDateTime::currentDateTimeUtc())},
            {u"ProgressPercent"_s, task.state == TaskState::Finished ? 100.0 : 50.0},
            {u"Speed"_s, QString()},
            {u"IsIndeterminate"_s, false},
            {u"IsPrimaryTask"_s, true},
            {u"IsCancellable"_s, false},
            {u"HideFromUI"_s, false},
            {u"FastDismiss"_s, false},
            {u"State"_s, static_cast<int>(task.state)},
            {u"StateMessage"_s, QString()}};
}

QJsonObject moduleOf(const Instance *instance, const Options &options, const Dialect &dialect)
{
    QJsonArray plugins{u"FileManagerPlugin"_s, u"EmailSenderPlugin"_s, u"WebRequestPlugin"_s,
                       u"LocalFileBackupPlugin"_s, u"CommonCorePlugin"_s};
    if (options.profile == Profile::Amp28)
        plugins.append(u"WebhookPlugin"_s);
    return {{u"Name"_s, instance != nullptr ? u"MinecraftModule"_s : u"ADSModule"_s},
            {u"Author"_s, u"simulated"_s},
            {u"AppName"_s, instance != nullptr ? u"Minecraft"_s : u"AMP Target"_s},
            {u"ModuleName"_s, instance != nullptr ? u"Minecraft"_s : u"ADS"_s},
            {u"SupportsSleep"_s, instance != nullptr},
            {u"LoadedPlugins"_s, plugins},
            {u"AMPVersion"_s, dialect.version()},
            {u"AMPBuild"_s, u"simulated"_s},
            {u"APIVersion"_s, u"2.6"_s},
            {u"FeatureSet"_s, QJsonArray()},
            {u"InstanceId"_s, instance != nullptr ? instance->id() : controllerId()},
            {u"InstanceName"_s, instance != nullptr ? instance->name() : u"ADS01"_s},
            {u"FriendlyName"_s, instance != nullptr ? instance->name() : u"ADS01"_s},
            {u"EndpointURI"_s, QString()},
            {u"PrimaryEndpoint"_s, QString()},
            {u"BasePort"_s, instance != nullptr ? instance->gamePort() : 0},
            {u"IsRemoteInstance"_s, false},
            {u"RequiresFullLoad"_s, false},
            {u"AllowRememberMe"_s, true}};
}

} // namespace archivesmp::ampsim
