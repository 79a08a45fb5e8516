// SPDX-License-Identifier: GPL-3.0-or-later
// The controller: ADSModule, and the part of Core that it answers for itself.
#include "tests/simulator/describe.h"
#include "tests/simulator/fleet.h"
#include "tests/simulator/methods.h"

#include <memory>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

constexpr int online = 20;
constexpr int indeterminate = 999;

QJsonArray summaries(const Fleet &fleet, const Options &options, const Dialect &dialect)
{
    QJsonArray list{controllerSummary(dialect)};
    for (const Instance *instance : fleet.instances())
        list.append(summaryOf(*instance, options, dialect));
    return list;
}

QJsonObject targetOf(const QJsonArray &instances, const Dialect &dialect)
{
    const QJsonObject cpu{{u"Sockets"_s, 1},
                          {u"Cores"_s, 8},
                          {u"Threads"_s, 16},
                          {u"Vendor"_s, u"AMD"_s},
                          {u"ModelName"_s, u"simulated"_s},
                          {u"TotalCores"_s, 8},
                          {u"TotalThreads"_s, 16}};
    return {{u"Id"_s, 1},
            {u"InstanceId"_s, controllerId()},
            {u"FriendlyName"_s, u"Local Instances"_s},
            {u"Disabled"_s, false},
            {u"IsRemote"_s, false},
            {u"Platform"_s,
             QJsonObject{{u"CPUInfo"_s, cpu},
                         {u"InstalledRAMMB"_s, 65536},
                         {u"OS"_s, 2},
                         {u"PlatformName"_s, u"Debian GNU/Linux 12"_s},
                         {u"SystemType"_s, u"x86_64"_s},
                         {u"Virtualization"_s, 0}}},
            {u"Datastores"_s, QJsonArray{QJsonObject{{u"Id"_s, 1}, {u"FriendlyName"_s, u"Default"_s}}}},
            {u"CreatesInContainers"_s, false},
            {u"State"_s, online},
            {u"StateReason"_s, QString()},
            {u"CanCreate"_s, true},
            {u"LastUpdated"_s, dialect.date(QDateTime::currentDateTimeUtc())},
            {u"AvailableInstances"_s, instances},
            {u"AvailableIPs"_s, QJsonArray{u"0.0.0.0"_s, u"127.0.0.1"_s}},
            {u"Tags"_s, QJsonArray()},
            {u"TagsList"_s, u"[]"_s},
            {u"URL"_s, u"http://127.0.0.1:8080/"_s}};
}

// AMP refreshes its list slowly; until then the old one is given.
class CachedList final
{
public:
    CachedList(Fleet &fleet, const Options &options, const Dialect &dialect)
        : _fleet(fleet)
        , _options(options)
        , _dialect(dialect)
    { }

    [[nodiscard]] const QJsonArray &get()
    {
        const std::chrono::milliseconds now = _fleet.clock().uptime();
        if (_list.isEmpty() || now - _made >= _options.instanceCache) {
            _list = summaries(_fleet, _options, _dialect);
            _made = now;
        }
        return _list;
    }

private:
    Fleet &_fleet;
    const Options &_options;
    const Dialect &_dialect;
    QJsonArray _list;
    std::chrono::milliseconds _made{0};
};

// A method that takes the short name; AMP knows neither ids nor friendly names there.
Method byName(Fleet &fleet, const std::function<Answer(Instance &, const Call &)> &act)
{
    return [&fleet, act](const Call &call) {
        Instance *instance = fleet.byName(call.text("InstanceName"_L1));
        return instance != nullptr ? act(*instance, call) : refused(u"No such instance with this name"_s);
    };
}

Method byId(Fleet &fleet, QLatin1StringView parameter,
            const std::function<Answer(Instance &, const Call &)> &act)
{
    return [&fleet, parameter, act](const Call &call) {
        const QString id = call.text(parameter);
        Instance *instance = fleet.byId(id);
        return instance != nullptr ? act(*instance, call)
                                   : refused(u"No instance with ID %1 exists."_s.arg(id));
    };
}

void addDaemonMethods(Methods &methods, Fleet &fleet)
{
    methods[u"ADSModule/StartInstance"_s]
        = byName(fleet, [](Instance &instance, const Call &) { return instance.startDaemon(); });
    methods[u"ADSModule/StopInstance"_s]
        = byName(fleet, [](Instance &instance, const Call &) { return instance.stopDaemon(); });
    methods[u"ADSModule/RestartInstance"_s]
        = byName(fleet, [](Instance &instance, const Call &) { return instance.restartDaemon(); });
    methods[u"ADSModule/SetInstanceSuspended"_s] = byName(fleet, [](Instance &instance, const Call &call) {
        instance.setSuspended(call.flag("Suspended"_L1));
        return accepted();
    });
    methods[u"ADSModule/ManageInstance"_s]
        = byId(fleet, "InstanceId"_L1, [](Instance &instance, const Call &call) {
              if (instance.daemon() != DaemonState::Up)
                  return refused(u"The specified instance is not running"_s);
              return accepted(instance.sessions().issueOnce(call.session->user));
          });
}

void addListMethods(Methods &methods, Fleet &fleet, const Options &options, const Dialect &dialect)
{
    const auto cache = std::make_shared<CachedList>(fleet, options, dialect);
    methods[u"ADSModule/GetInstances"_s]
        = [cache, &dialect](const Call &) { return valueOf(QJsonArray{targetOf(cache->get(), dialect)}); };
    methods[u"ADSModule/GetLocalInstances"_s] = [cache](const Call &) { return valueOf(cache->get()); };
    methods[u"ADSModule/GetInstance"_s]
        = byId(fleet, "InstanceId"_L1, [&options, &dialect](Instance &instance, const Call &) {
              return valueOf(summaryOf(instance, options, dialect));
          });
    methods[u"ADSModule/GetInstanceStatuses"_s] = [&fleet](const Call &) {
        QJsonArray list;
        for (const Instance *instance : fleet.instances()) {
            list.append(QJsonObject{{u"InstanceID"_s, instance->id()},
                                    {u"Running"_s, instance->daemon() == DaemonState::Up}});
        }
        return valueOf(list);
    };
}

void addNetworkMethods(Methods &methods, Fleet &fleet, const Options &options, const Dialect &dialect)
{
    methods[u"ADSModule/GetApplicationEndpoints"_s]
        = byId(fleet, "instanceId"_L1, [&options, &dialect](Instance &instance, const Call &) {
              return valueOf(summaryOf(instance, options, dialect).value("ApplicationEndpoints"_L1));
          });
    methods[u"ADSModule/GetInstanceNetworkInfo"_s] = byName(fleet, [](Instance &instance, const Call &) {
        return valueOf(QJsonArray{QJsonObject{{u"PortNumber"_s, instance.gamePort()},
                                              {u"Range"_s, 1},
                                              {u"Protocol"_s, 0},
                                              {u"Description"_s, u"Minecraft Server Port"_s},
                                              {u"Verified"_s, true},
                                              {u"IsUserDefined"_s, false}}});
    });
    methods[u"ADSModule/GetTargetInfo"_s] = [](const Call &) {
        return valueOf(QJsonObject{{u"IPAddressList"_s, QJsonArray{u"127.0.0.1"_s}},
                                   {u"Datastores"_s, QJsonArray()},
                                   {u"DeploysInContainers"_s, false}});
    };
    methods[u"ADSModule/GetDatastores"_s] = [&options](const Call &) {
        return valueOf(QJsonArray{QJsonObject{{u"Id"_s, 1},
                                              {u"FriendlyName"_s, u"Default"_s},
                                              {u"Directory"_s, options.root},
                                              {u"Active"_s, true},
                                              {u"IsInternal"_s, true},
                                              {u"InstanceLimit"_s, 0},
                                              {u"CurrentUsageMB"_s, 0}}});
    };
    methods[u"ADSModule/Servers"_s] = [](const Call &) { return exceptionFault(u"Not called by name"_s); };
}

// The controller has no application, and a call meant for an instance does nothing here.
void addControllerCore(Methods &methods, const Options &options, const Dialect &dialect)
{
    const QJsonObject status{
        {u"State"_s, indeterminate}, {u"Uptime"_s, u"0:00:00:00"_s}, {u"Metrics"_s, QJsonObject()}};
    const QJsonArray none;
    methods[u"Core/GetStatus"_s] = [status](const Call &) { return valueOf(status); };
    methods[u"Core/GetUpdates"_s] = [status, none](const Call &) {
        return valueOf(QJsonObject{{u"Status"_s, status},
                                   {u"ConsoleEntries"_s, none},
                                   {u"Messages"_s, none},
                                   {u"Tasks"_s, none},
                                   {u"Ports"_s, none}});
    };
    methods[u"Core/GetModuleInfo"_s]
        = [&options, &dialect](const Call &) { return valueOf(moduleOf(nullptr, options, dialect)); };
    for (const QString &name : {u"Start"_s, u"Restart"_s, u"UpdateApplication"_s, u"DismissTask"_s,
                                u"DismissAllTasks"_s, u"SetConfig"_s})
        methods[QString(u"Core/"_s + name)] = [](const Call &) { return accepted(); };
    for (const QString &name : {u"Stop"_s, u"Kill"_s, u"SendConsoleMessage"_s})
        methods[QString(u"Core/"_s + name)] = [](const Call &) { return nothing(); };
    for (const QString &name : {u"GetTasks"_s, u"GetPortSummaries"_s, u"GetConfigs"_s})
        methods[QString(u"Core/"_s + name)] = [none](const Call &) { return valueOf(none); };
    for (const QString &name :
         {u"GetUserList"_s, u"GetUpdateInfo"_s, u"GetDiagnosticsInfo"_s, u"GetConfig"_s})
        methods[QString(u"Core/"_s + name)] = [](const Call &) { return valueOf(QJsonObject()); };
}

} // namespace

void addControllerMethods(Methods &methods, Fleet &fleet, const Options &options, const Dialect &dialect)
{
    addControllerCore(methods, options, dialect);
    addListMethods(methods, fleet, options, dialect);
    addDaemonMethods(methods, fleet);
    addNetworkMethods(methods, fleet, options, dialect);
}

} // namespace archivesmp::ampsim
