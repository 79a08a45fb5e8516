// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fleetgen/expectationwriter.h"

#include "common/expectations/canonicaljson.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace archivesmp::fleetgen {

using namespace Qt::StringLiterals;

namespace {

QByteArray dotted(const KeyPath &path)
{
    return path.keys().join('.');
}

// "config.a.b" is "a.b" in the main file; other files go by their stem.
QByteArray keyOf(const FileSpec &file, const Leaf &leaf)
{
    return file.isMain ? dotted(leaf.path) : file.stem + '.' + dotted(leaf.path);
}

Value universalOf(const PluginSpec &plugin)
{
    ValueMap settings;
    for (const FileSpec &file : plugin.files) {
        ValueMap inFile;
        for (const Leaf &leaf : file.leaves) {
            if (!leaf.universal)
                continue;
            if (!file.isMain && file.spelling == Spelling::Map)
                inFile.append({dotted(leaf.path), *leaf.universal});
            else
                settings.append({keyOf(file, leaf), *leaf.universal});
        }
        if (!inFile.isEmpty())
            settings.append({file.stem, Value::map(std::move(inFile))});
    }
    return Value::map(std::move(settings));
}

Value variableOf(const PluginSpec &plugin)
{
    ValueMap settings;
    for (const FileSpec &file : plugin.files) {
        for (const Leaf &leaf : file.leaves) {
            ValueMap byInstance;
            for (auto it = leaf.variable.begin(); it != leaf.variable.end(); ++it)
                byInstance.append({it.key().toUtf8(), *it});
            if (!byInstance.isEmpty())
                settings.append({keyOf(file, leaf), Value::map(std::move(byInstance))});
        }
    }
    return Value::map(std::move(settings));
}

QByteArray typeOf(domain::Platform platform)
{
    return platform == domain::Platform::Paper ? "bukkit/paper" : domain::nameOf(platform).toUtf8();
}

QByteArray matrixOf(const FleetPlan &fleet)
{
    QByteArray csv = "plugin_name,plugin_type,auto_update,update_source";
    for (const InstanceSpec &instance : fleet.instances)
        csv += ",server_" + instance.ref.name.toUtf8();
    csv += '\n';
    for (const PluginSpec &plugin : fleet.plugins) {
        csv += plugin.name.toUtf8() + ',' + typeOf(plugin.platform) + ",False,manual";
        for (qsizetype i = 0; i < fleet.instances.size(); ++i)
            csv += plugin.instances.contains(i) ? ",True" : ",False";
        csv += '\n';
    }
    return csv;
}

QByteArray jsonOf(const Value &value)
{
    QByteArray json;
    expectations::appendJsonValue(json, value);
    return json + '\n';
}

QString fileOf(const PluginSpec &plugin, const Drift &drift)
{
    if (drift.file < 0)
        return {};
    return plugin.folder() + u'/' + QString::fromUtf8(plugin.files.at(drift.file).name());
}

} // namespace

Result<void> writeFile(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return Error{ErrorCode::Internal, u"cannot write: "_s + file.errorString(), path};
    return {};
}

Result<void> writeExpectations(const FleetPlan &fleet, const QString &folder)
{
    ValueMap universal;
    ValueMap variable;
    for (const PluginSpec &plugin : fleet.plugins) {
        universal.append({plugin.name.toUtf8(), universalOf(plugin)});
        if (Value settings = variableOf(plugin); !settings.entries().isEmpty())
            variable.append({plugin.name.toUtf8(), std::move(settings)});
    }
    const QList<std::pair<QString, QByteArray>> files{
        {u"/universal_configs.json"_s, jsonOf(Value::map(std::move(universal)))},
        {u"/variable_configs.json"_s, jsonOf(Value::map(std::move(variable)))},
        {u"/deployment_matrix.csv"_s, matrixOf(fleet)}};
    for (const auto &[name, bytes] : files) {
        if (auto written = writeFile(folder + name, bytes); !written)
            return written;
    }
    return {};
}

Result<void> writeTruth(const FleetPlan &fleet, const QList<Drift> &drifts, const QString &path)
{
    ValueList list;
    for (const Drift &drift : drifts) {
        const PluginSpec &plugin = fleet.plugins.at(drift.plugin);
        const domain::InstanceRef &ref = fleet.instances.at(drift.instance).ref;
        list.append(Value::map({{"physical_server", Value::text(ref.server.toUtf8())},
                                {"instance", Value::text(ref.name.toUtf8())},
                                {"plugin", Value::text(plugin.name.toUtf8())},
                                {"file", Value::text(fileOf(plugin, drift).toUtf8())},
                                {"key", Value::text(drift.key.toString().toUtf8())},
                                {"kind", Value::text(domain::nameOf(drift.kind).toUtf8())}}));
    }
    return writeFile(path, jsonOf(Value::map({{"drifts", Value::list(std::move(list))}})));
}

} // namespace archivesmp::fleetgen
