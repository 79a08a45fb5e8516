// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fleetgen/expectedplugins.h"

#include <QHash>
#include <QSet>

namespace archivesmp::fleetgen {

using namespace Qt::StringLiterals;
using domain::Platform;
using expectations::ExpectationSet;
using expectations::PluginExpectations;
using expectations::Setting;

namespace {

constexpr qsizetype mostOwnFiles = 4;

QByteArray firstPart(const QByteArray &key)
{
    const qsizetype dot = key.indexOf('.', key.lastIndexOf('/') + 1);
    return dot < 0 ? QByteArray() : key.first(dot);
}

// A plugin whose settings all begin with one of a few words keeps a file for each of them.
QSet<QByteArray> ownFiles(const PluginExpectations &plugin)
{
    QSet<QByteArray> stems;
    for (const Setting &setting : plugin.settings) {
        const QByteArray first = firstPart(setting.key);
        if (first.isEmpty() || first.contains('/') || setting.mapKeyLength > 0)
            return {};
        stems.insert(first);
    }
    return stems.size() <= mostOwnFiles ? stems : QSet<QByteArray>();
}

// Which file a setting is laid out in: its stem, and the way inside it.
std::pair<QByteArray, QByteArray> placeOf(const Setting &setting, const QSet<QByteArray> &own)
{
    if (setting.mapKeyLength > 0)
        return {setting.key.first(setting.mapKeyLength), setting.key.mid(setting.mapKeyLength + 1)};
    const QByteArray first = firstPart(setting.key);
    if (first.contains('/') || own.contains(first))
        return {first, setting.key.mid(first.size() + 1)};
    return {"config", setting.key};
}

QList<InstanceSpec> instancesOf(const ExpectationSet &set, int count)
{
    if (set.matrix().instances.isEmpty())
        return inventInstances(count);
    QList<InstanceSpec> instances;
    for (const QString &name :
         set.matrix().instances.first(std::min<qsizetype>(count, set.matrix().instances.size()))) {
        const Platform platform = name.startsWith(u"VEL"_s) ? Platform::Velocity
            : name.startsWith(u"GEY"_s)                     ? Platform::Geyser
                                                            : Platform::Paper;
        instances.append({{instances.size() % 2 == 0 ? u"hetzner"_s : u"ovh"_s, name}, platform});
    }
    return instances;
}

Leaf leafOf(const Setting &setting, const QByteArray &dotted, const FleetPlan &fleet,
            const PluginSpec &plugin, const ExpectationSet &set)
{
    Leaf leaf{KeyPath(dotted.split('.')), std::nullopt, {}};
    if (setting.universal)
        leaf.universal = std::get<Value>(*setting.universal);
    for (const qsizetype i : plugin.instances) {
        const auto value = expectations::effectiveValue(setting, fleet.instances.at(i).ref, set.aliases());
        if (value && value->layer != domain::Layer::Universal)
            leaf.variable.insert(fleet.instances.at(i).ref.name, std::get<Value>(*value->value));
    }
    return leaf;
}

PluginSpec planPlugin(const PluginExpectations &expected, const FleetPlan &fleet, const ExpectationSet &set)
{
    PluginSpec plugin;
    plugin.name = expected.plugin;
    plugin.version = u"1.0.0"_s;
    plugin.platform = expected.platform == Platform::Unknown ? Platform::Paper : expected.platform;
    for (qsizetype i = 0; i < fleet.instances.size(); ++i) {
        if (fleet.instances.at(i).platform == plugin.platform)
            plugin.instances.append(i);
    }
    const QSet<QByteArray> own = ownFiles(expected);
    QHash<QByteArray, qsizetype> known;
    for (const Setting &setting : expected.settings) {
        const auto [stem, dotted] = placeOf(setting, own);
        if (!known.contains(stem)) {
            known.insert(stem, plugin.files.size());
            plugin.files.append({stem, config::Format::Yaml, stem == "config", Spelling::Dotted, {}});
        }
        plugin.files[known.value(stem)].leaves.append(leafOf(setting, dotted, fleet, plugin, set));
    }
    return plugin;
}

} // namespace

FleetPlan planFrom(const ExpectationSet &set, int count)
{
    FleetPlan fleet{instancesOf(set, count), {}, set.matrixAccepted()};
    for (const PluginExpectations &expected : set.plugins()) {
        PluginSpec plugin = planPlugin(expected, fleet, set);
        if (!plugin.instances.isEmpty() && !plugin.files.isEmpty())
            fleet.plugins.append(std::move(plugin));
    }
    return fleet;
}

} // namespace archivesmp::fleetgen
