// SPDX-License-Identifier: GPL-3.0-or-later
// Core of an instance.
#include "tests/simulator/describe.h"
#include "tests/simulator/methods.h"

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

QJsonArray tasksOf(Instance &instance, const Dialect &dialect)
{
    QJsonArray list;
    for (const Task &task : instance.tasks().all())
        list.append(taskOf(task, dialect));
    return list;
}

Answer updatesOf(Instance &instance, Session &session, const Options &options, const Dialect &dialect)
{
    return valueOf(
        QJsonObject{{u"Status"_s, statusOf(instance, options)},
                    {u"ConsoleEntries"_s, consoleOf(instance.console().read(session.consoleCursor), dialect)},
                    {u"Messages"_s, QJsonArray()},
                    {u"Tasks"_s, tasksOf(instance, dialect)},
                    {u"Ports"_s, portsOf(instance)}});
}

QJsonObject settingOf(const Instance &instance, const QString &node)
{
    const std::optional<QString> value = instance.setting(node);
    if (!value)
        return {};
    return {{u"Node"_s, node},           {u"Name"_s, node.section(u'.', -1)},
            {u"InputType"_s, u"text"_s}, {u"ValType"_s, u"String"_s},
            {u"ReadOnly"_s, false},      {u"CurrentValue"_s, *value}};
}

void addApplicationMethods(Methods &methods, Instance &instance)
{
    methods[u"Core/Start"_s] = [&instance](const Call &) { return instance.start(); };
    methods[u"Core/Restart"_s] = [&instance](const Call &) { return instance.restart(); };
    methods[u"Core/UpdateApplication"_s] = [&instance](const Call &) { return instance.update(); };
    methods[u"Core/Stop"_s] = [&instance](const Call &) {
        instance.stop();
        return nothing();
    };
    methods[u"Core/Kill"_s] = [&instance](const Call &) {
        instance.kill();
        return nothing();
    };
    methods[u"Core/SendConsoleMessage"_s] = [&instance](const Call &call) {
        instance.command(call.text("message"_L1));
        return nothing();
    };
}

void addTaskMethods(Methods &methods, Instance &instance, const Dialect &dialect)
{
    methods[u"Core/GetTasks"_s]
        = [&instance, &dialect](const Call &) { return valueOf(tasksOf(instance, dialect)); };
    methods[u"Core/DismissTask"_s] = [&instance](const Call &call) {
        return instance.tasks().dismiss(call.text("TaskId"_L1)) ? accepted() : refused(u"No such task"_s);
    };
    methods[u"Core/DismissAllTasks"_s] = [&instance](const Call &) {
        instance.tasks().dismissAll();
        return accepted();
    };
}

void addSettingMethods(Methods &methods, Instance &instance)
{
    methods[u"Core/GetConfig"_s]
        = [&instance](const Call &call) { return valueOf(settingOf(instance, call.text("node"_L1))); };
    methods[u"Core/GetConfigs"_s] = [&instance](const Call &call) {
        QJsonArray list;
        const auto nodes = call.parameters.value("nodes"_L1).toArray();
        for (const QJsonValue &node : nodes)
            list.append(settingOf(instance, node.toString()));
        return valueOf(list);
    };
    methods[u"Core/SetConfig"_s] = [&instance](const Call &call) {
        const QString node = call.text("node"_L1);
        return instance.setSetting(node, call.text("value"_L1)) ? accepted()
                                                                : refused(u"No such node "_s + node);
    };
}

} // namespace

void addInstanceMethods(Methods &methods, Instance &instance, const Options &options, const Dialect &dialect)
{
    addApplicationMethods(methods, instance);
    addTaskMethods(methods, instance, dialect);
    addSettingMethods(methods, instance);
    methods[u"Core/GetStatus"_s]
        = [&instance, &options](const Call &) { return valueOf(statusOf(instance, options)); };
    methods[u"Core/GetUpdates"_s] = [&instance, &options, &dialect](const Call &call) {
        return updatesOf(instance, *call.session, options, dialect);
    };
    methods[u"Core/GetModuleInfo"_s] = [&instance, &options, &dialect](const Call &) {
        return valueOf(moduleOf(&instance, options, dialect));
    };
    methods[u"Core/GetUserList"_s] = [](const Call &) { return valueOf(QJsonObject()); };
    methods[u"Core/GetPortSummaries"_s] = [&instance](const Call &) { return valueOf(portsOf(instance)); };
    methods[u"Core/GetUpdateInfo"_s] = [](const Call &) {
        return valueOf(
            QJsonObject{{u"UpdateAvailable"_s, false}, {u"Version"_s, QString()}, {u"PatchOnly"_s, false}});
    };
    methods[u"Core/GetDiagnosticsInfo"_s] = [&instance](const Call &) {
        return valueOf(QJsonObject{
            {u"OS"_s, u"Linux"_s}, {u"Module"_s, u"MinecraftModule"_s}, {u"InstanceID"_s, instance.id()}});
    };
}

} // namespace archivesmp::ampsim
