// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fleetgen/inventedplugins.h"

#include "tests/fleetgen/dice.h"

#include <algorithm>

namespace archivesmp::fleetgen {

using namespace Qt::StringLiterals;
using config::Format;
using domain::Platform;

namespace {

const QList<QByteArray> sections{"general", "messages", "limits",  "database", "rewards",   "display",
                                 "worlds",  "sounds",   "Economy", "Hooks",    "cooldowns", "advanced"};
const QList<QByteArray> words{"enabled",      "delay",    "radius",   "format",   "prefix",   "max-count",
                              "chance",       "material", "sound",    "volume",   "interval", "announce",
                              "Title",        "lifetime", "warmup",   "distance", "fallback", "order",
                              "Save_On_Exit", "mode",     "priority", "compass",  "shape",    "cost"};
const QList<QByteArray> texts{"&aWelcome, <player>!",
                              "OAK_PLANKS",
                              "yes",
                              "01",
                              "1.10",
                              "12:30",
                              "a: b, c # d",
                              "minecraft:entity.item.pickup",
                              "it's \"fine\"",
                              "https://maps.example.org/#world",
                              "null",
                              "{brace} [bracket]",
                              "  padded  ",
                              "Grüße aus dem Norden",
                              "first line\nsecond line",
                              "*",
                              "%player_name%",
                              "plain words here",
                              "2025-01-31",
                              "-"};

QString pluginName(int index)
{
    static const QStringList first{u"Lantern"_s, u"Garden"_s, u"Copper"_s, u"Harbor"_s, u"Meadow"_s,
                                   u"Silver"_s,  u"Willow"_s, u"Ember"_s,  u"Frost"_s,  u"Moss"_s};
    static const QStringList second{u"Warps"_s, u"Guard"_s,  u"Market"_s,  u"Quests"_s, u"Homes"_s,
                                    u"Chat"_s,  u"Levels"_s, u"Borders"_s, u"Votes"_s,  u"Pets"_s};
    const QString name
        = first.at(index % first.size()) + second.at((index + index / first.size()) % second.size());
    const auto round = index / (first.size() * second.size());
    return round == 0 ? name : name + QString::number(round + 1);
}

Value someNumber(Dice &dice)
{
    if (dice.oneIn(3))
        return Value::real(dice.below(4000) / 16.0 + 0.5);
    return Value::integer(dice.below(100000) - 1000);
}

Value someList(Dice &dice)
{
    ValueList items;
    const int count = dice.below(6);
    const int sort = dice.below(3);
    for (int i = 0; i < count; ++i) {
        if (sort == 0)
            items.append(Value::text(dice.pick(texts)));
        else if (sort == 1)
            items.append(Value::integer(dice.below(500)));
        else
            items.append(Value::map(
                {{"item", Value::text(dice.pick(texts))}, {"amount", Value::integer(dice.below(64))}}));
    }
    return Value::list(std::move(items));
}

// TOML has no null, and lists of one sort only.
Value someValue(Dice &dice, Format format)
{
    switch (dice.below(10)) {
    case 0:
    case 1:
    case 2:
        return Value::text(dice.pick(texts));
    case 3:
        return format == Format::Yaml || format == Format::Json ? someList(dice) : Value::boolean(true);
    case 4:
    case 5:
        return Value::boolean(dice.oneIn(2));
    case 6:
        return format == Format::Toml || format == Format::Properties || !dice.oneIn(4)
            ? Value::integer(dice.below(9))
            : Value();
    default:
        return someNumber(dice);
    }
}

void addLeaf(FileSpec &file, const KeyPath &path, Value value)
{
    const bool isTaken = std::any_of(file.leaves.begin(), file.leaves.end(),
                                     [&](const Leaf &leaf) { return leaf.path == path; });
    if (!isTaken)
        file.leaves.append({path, std::move(value), {}});
}

FileSpec inventFile(const QByteArray &stem, Format format, int settings, Dice &dice)
{
    FileSpec file{stem, format, stem == "config", dice.oneIn(2) ? Spelling::Map : Spelling::Dotted, {}};
    const int sectionCount = 1 + settings / 6;
    for (int i = 0; i < settings; ++i) {
        QByteArray key = dice.pick(words);
        if (i >= static_cast<int>(words.size()) / 2)
            key += '-' + QByteArray::number(i);
        if (format == Format::Properties) {
            addLeaf(file, KeyPath({sections.at(i % sectionCount % sections.size()) + '.' + key}),
                    someValue(dice, format));
            continue;
        }
        QList<QByteArray> path{key};
        if (i % 4 != 0)
            path.prepend(sections.at(i % sectionCount % sections.size()));
        if (i % 7 == 6)
            path.insert(1, "nested part");
        addLeaf(file, KeyPath(path), someValue(dice, format));
    }
    return file;
}

// Keys that look like numbers and keys with dots, as drop tables have them.
void addChances(FileSpec &file, Dice &dice)
{
    for (const QByteArray &key :
         {QByteArray("101.01"), QByteArray("101.02"), QByteArray("7"), QByteArray("01")})
        addLeaf(file, KeyPath({"chances", key}), Value::integer(dice.below(100)));
}

void addDatabase(FileSpec &file, Dice &dice)
{
    const QByteArray password = "invented-" + QByteArray::number(dice.below(1000000)) + "-word";
    addLeaf(file, KeyPath({"storage", "host"}), Value::text("db.example.org"));
    addLeaf(file, KeyPath({"storage", "port"}), Value::integer(3306));
    addLeaf(file, KeyPath({"storage", "password"}), Value::text(password));
}

// Settings that differ by instance, because they must or because somebody wanted it so.
void addVariable(FileSpec &file, const FleetPlan &fleet, const PluginSpec &plugin, Dice &dice)
{
    Leaf prefix{KeyPath({"storage", "table-prefix"}), std::nullopt, {}};
    Leaf port{KeyPath({"web-port"}), std::nullopt, {}};
    for (const qsizetype i : plugin.instances) {
        const QString &name = fleet.instances.at(i).ref.name;
        prefix.variable.insert(
            name, Value::text(plugin.name.left(3).toLower().toUtf8() + '_' + name.toUtf8() + '_'));
        port.variable.insert(name, Value::integer(8100 + i));
    }
    file.leaves.append(prefix);
    file.leaves.append(port);
    // A universal value with one documented exception.
    Leaf &exception = file.leaves[dice.below(static_cast<int>(file.leaves.size() - 2))];
    if (exception.universal && exception.universal->type() == Value::Type::Integer
        && !plugin.instances.isEmpty())
        exception.variable.insert(fleet.instances.at(plugin.instances.last()).ref.name,
                                  Value::integer(exception.universal->toInteger() + 5));
}

QList<FileSpec> inventFiles(int index, int settings, Dice &dice)
{
    QList<FileSpec> files;
    // Every sixth plugin has no config.yml: its files are found by their names alone.
    if (index % 6 == 5) {
        for (const char *stem : {"rules", "drops", "settings"})
            files.append(inventFile(stem, Format::Yaml, 6 + dice.below(8), dice));
        return files;
    }
    const Format main = index % 8 == 3 ? Format::Json : index % 12 == 7 ? Format::Toml : Format::Yaml;
    // The large files of real fleets are YAML.
    const bool isLarge = settings > 0 && main == Format::Yaml;
    const int count = isLarge ? settings / 2 + dice.below(settings) : 12 + dice.below(30);
    files.append(inventFile("config", main, count, dice));
    if (main == Format::Yaml) {
        addDatabase(files.first(), dice);
        addChances(files.first(), dice);
    }
    for (int i = 0; i < index % 4; ++i) {
        const QByteArray number = QByteArray::number(i);
        const QByteArray stem(i % 2 == 0 ? QByteArray("addons/part " + number + "/settings")
                                         : QByteArray("lang/messages_" + number));
        files.append(inventFile(stem, Format::Yaml, 4 + dice.below(12), dice));
    }
    if (index % 5 == 2)
        files.append(inventFile("extra/server", Format::Properties, 6, dice));
    return files;
}

void deploy(PluginSpec &plugin, const FleetPlan &fleet, Dice &dice)
{
    QList<qsizetype> fitting;
    for (qsizetype i = 0; i < fleet.instances.size(); ++i) {
        if (fleet.instances.at(i).platform == plugin.platform)
            fitting.append(i);
    }
    for (const qsizetype i : fitting) {
        if (fitting.size() < 3 || plugin.instances.size() < 2 || !dice.oneIn(4))
            plugin.instances.append(i);
    }
}

Platform platformOf(int index)
{
    return index % 10 == 8 ? Platform::Velocity : index % 10 == 9 ? Platform::Geyser : Platform::Paper;
}

} // namespace

FleetPlan inventFleet(int instances, int plugins, quint64 seed, int settings)
{
    FleetPlan fleet{inventInstances(instances), {}};
    for (int i = 0; i < plugins; ++i) {
        Dice dice(seed, pluginName(i).toUtf8());
        PluginSpec plugin;
        plugin.name = pluginName(i);
        plugin.version = u"%1.%2.%3"_s.arg(1 + dice.below(4)).arg(dice.below(12)).arg(dice.below(10));
        plugin.platform = platformOf(i);
        deploy(plugin, fleet, dice);
        if (plugin.instances.isEmpty())
            continue;
        plugin.files = inventFiles(i, settings, dice);
        FileSpec &main = plugin.files.first();
        if (main.isMain && main.format == Format::Yaml)
            addVariable(main, fleet, plugin, dice);
        fleet.plugins.append(plugin);
    }
    return fleet;
}

} // namespace archivesmp::fleetgen
