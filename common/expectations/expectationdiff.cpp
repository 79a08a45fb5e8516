// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/expectationdiff.h"

#include "common/expectations/rulepattern.h"

#include <algorithm>
#include <map>

namespace archivesmp::expectations {

namespace {

using SettingPlace = std::tuple<QString, domain::Platform, QByteArray>;
using LayerPlace = std::pair<domain::Layer, QString>;

std::map<SettingPlace, const Setting *> settingsOf(const ExpectationSet &set)
{
    std::map<SettingPlace, const Setting *> all;
    for (const PluginExpectations &plugin : set.plugins()) {
        for (const Setting &setting : plugin.settings)
            all.emplace(SettingPlace{plugin.plugin, plugin.platform, setting.key}, &setting);
    }
    return all;
}

std::map<LayerPlace, ExpectedValue> layersOf(const Setting *setting)
{
    std::map<LayerPlace, ExpectedValue> layers;
    if (setting == nullptr)
        return layers;
    if (setting->universal)
        layers.emplace(LayerPlace{domain::Layer::Universal, {}}, *setting->universal);
    for (auto it = setting->servers.begin(); it != setting->servers.end(); ++it)
        layers.emplace(LayerPlace{domain::Layer::Server, it.key()}, *it);
    for (auto it = setting->instances.begin(); it != setting->instances.end(); ++it)
        layers.emplace(LayerPlace{domain::Layer::Instance, it.key()}, *it);
    return layers;
}

void compareLayers(const SettingPlace &place, const Setting *before, const Setting *after,
                   QList<SettingDifference> &out)
{
    const auto old = layersOf(before);
    const auto now = layersOf(after);
    const auto add
        = [&](const LayerPlace &layer, std::optional<ExpectedValue> was, std::optional<ExpectedValue> is) {
              out.append({std::get<0>(place), std::get<2>(place), layer.first, layer.second, std::move(was),
                          std::move(is)});
          };
    for (const auto &[layer, value] : old) {
        const auto other = now.find(layer);
        if (other == now.end())
            add(layer, value, std::nullopt);
        else if (other->second != value)
            add(layer, value, other->second);
    }
    for (const auto &[layer, value] : now) {
        if (!old.contains(layer))
            add(layer, std::nullopt, value);
    }
}

QList<SettingDifference> compareSettings(const ExpectationSet &before, const ExpectationSet &after)
{
    const auto old = settingsOf(before);
    const auto now = settingsOf(after);
    QList<SettingDifference> out;
    for (const auto &[place, setting] : old) {
        const auto other = now.find(place);
        const Setting *is = other == now.end() ? nullptr : other->second;
        if (is == nullptr || *is != *setting)
            compareLayers(place, setting, is, out);
    }
    for (const auto &[place, setting] : now) {
        if (!old.contains(place))
            compareLayers(place, nullptr, setting, out);
    }
    return out;
}

using Cell = std::pair<Presence, QString>; // with the version that is wanted

std::map<std::pair<QString, QString>, Cell> cellsOf(const DeploymentMatrix &matrix)
{
    std::map<std::pair<QString, QString>, Cell> cells;
    for (const MatrixRow &row : matrix.rows) {
        for (qsizetype i = 0; i < matrix.instances.size(); ++i)
            cells.emplace(std::pair(row.plugin, matrix.instances.at(i)),
                          Cell(row.cells.at(i), row.versionFor(i)));
    }
    return cells;
}

QList<CellDifference> compareCells(const DeploymentMatrix &before, const DeploymentMatrix &after)
{
    if (before == after)
        return {};
    const auto old = cellsOf(before);
    const auto now = cellsOf(after);
    QList<CellDifference> out;
    for (const auto &[place, cell] : old) {
        const auto other = now.find(place);
        const Cell is = other == now.end() ? Cell(Presence::Undecided, {}) : other->second;
        if (is != cell)
            out.append({place.first, place.second, cell.first, is.first});
    }
    for (const auto &[place, cell] : now) {
        if (!old.contains(place) && cell.first != Presence::Undecided)
            out.append({place.first, place.second, Presence::Undecided, cell.first});
    }
    return out;
}

int countDifferent(const QMap<QString, QString> &a, const QMap<QString, QString> &b)
{
    int count = 0;
    for (auto it = a.begin(); it != a.end(); ++it)
        count += b.value(it.key()) != it.value();
    for (auto it = b.begin(); it != b.end(); ++it)
        count += !a.contains(it.key());
    return count;
}

QList<domain::Rule> compareRules(const QList<domain::Rule> &before, const QList<domain::Rule> &after)
{
    QList<domain::Rule> out;
    for (const domain::Rule &rule : before) {
        if (!after.contains(rule))
            out.append(rule);
    }
    for (const domain::Rule &rule : after) {
        const bool isNew = std::none_of(out.begin(), out.end(),
                                        [&](const domain::Rule &old) { return old.id == rule.id; });
        if (isNew && !before.contains(rule))
            out.append(rule);
    }
    return out;
}

QSet<QString> everyPlugin(const ExpectationSet &before, const ExpectationSet &after)
{
    QSet<QString> names;
    for (const ExpectationSet *set : {&before, &after}) {
        for (const PluginExpectations &plugin : set->plugins())
            names.insert(plugin.plugin);
        for (const MatrixRow &row : set->matrix().rows)
            names.insert(row.plugin);
    }
    return names;
}

void addOwner(Concerned &concerned, const SettingDifference &difference)
{
    switch (difference.layer) {
    case domain::Layer::Universal:
        concerned.allInstances = true;
        return;
    case domain::Layer::Server:
        concerned.servers.insert(difference.owner);
        return;
    case domain::Layer::Instance:
        concerned.instances.insert(difference.owner);
        return;
    }
}

} // namespace

bool ExpectationDifference::isEmpty() const
{
    return settings.isEmpty() && cells.isEmpty() && rules.isEmpty() && aliases == 0 && !matrixAccepted;
}

ExpectationDifference differenceOf(const ExpectationSet &before, const ExpectationSet &after)
{
    ExpectationDifference out;
    out.settings = compareSettings(before, after);
    out.cells = compareCells(before.matrix(), after.matrix());
    out.aliases = countDifferent(before.aliases().instances, after.aliases().instances)
        + countDifferent(before.aliases().plugins, after.aliases().plugins);
    out.rules = compareRules(before.rules(), after.rules());
    out.matrixAccepted = before.matrixAccepted() != after.matrixAccepted();
    return out;
}

bool Concerned::concerns(const domain::InstanceRef &instance, const AliasTable &aliases) const
{
    if (allInstances || servers.contains(instance.server) || instances.contains(instance.name)
        || instances.contains(instance.toString()))
        return true;
    return std::any_of(instances.begin(), instances.end(), [&](const QString &name) {
        const QString meant = aliases.instance(name);
        return meant == instance.name || meant == instance.toString();
    });
}

Concerned concernedBy(const ExpectationDifference &difference, const ExpectationSet &before,
                      const ExpectationSet &after)
{
    Concerned concerned;
    for (const SettingDifference &setting : difference.settings) {
        concerned.plugins.insert(setting.plugin);
        addOwner(concerned, setting);
    }
    for (const CellDifference &cell : difference.cells) {
        concerned.plugins.insert(cell.plugin);
        concerned.instances.insert(cell.instance);
    }
    if (difference.aliases > 0 || difference.matrixAccepted) {
        concerned.plugins = everyPlugin(before, after);
        concerned.allInstances = true;
    }
    for (const domain::Rule &rule : difference.rules) {
        const RulePattern pattern(rule);
        const auto plugins = everyPlugin(before, after);
        for (const QString &plugin : plugins) {
            if (pattern.fitsPlugin(plugin))
                concerned.plugins.insert(plugin);
        }
        concerned.allInstances = true;
    }
    return concerned;
}

} // namespace archivesmp::expectations
