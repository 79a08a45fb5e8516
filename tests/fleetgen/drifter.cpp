// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fleetgen/drifter.h"

#include "tests/fleetgen/dice.h"

#include <QHashFunctions>
#include <QSet>

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>

namespace archivesmp::fleetgen {

using config::Format;
using domain::FindingKind;

namespace {

using FilePlace = std::tuple<qsizetype, qsizetype, qsizetype>; // instance, plugin, file

Value otherValue(const Value &value, Dice &dice)
{
    switch (value.type()) {
    case Value::Type::Boolean:
        return Value::boolean(!value.toBoolean());
    case Value::Type::Integer:
        return Value::integer(value.toInteger() + 1 + dice.below(9));
    case Value::Type::Real:
        return Value::real(value.toReal() + 0.25);
    case Value::Type::Text:
        return Value::text(value.toText() + "-changed");
    case Value::Type::List: {
        ValueList items = value.items();
        items.append(Value::text("added by hand"));
        return Value::list(std::move(items));
    }
    default:
        return Value::text("something");
    }
}

// Another sort of value: a quoted number or truth value, or one value where a list was.
Value otherSort(const Value &value)
{
    if (value.isNumber() || value.type() == Value::Type::Boolean)
        return Value::text(value.toPlainText());
    if (value.type() == Value::Type::List)
        return Value::text("only one");
    return Value::list({Value::text("one"), Value::text("two")});
}

class Drifter final
{
public:
    Drifter(const FleetPlan &fleet, int count, quint64 seed)
        : _fleet(fleet)
        , _count(count)
        , _dice(seed, "drifts")
    { }

    QList<Drift> choose()
    {
        // Larger things first: below what is gone nothing can drift.
        const int few = std::max(1, _count / 50);
        choosePlugins(_count >= 10 ? few : 0);
        chooseFiles(FindingKind::MissingFile, _count >= 10 ? few : 0);
        chooseFiles(FindingKind::Unparsable, _count >= 10 ? few : 0);
        chooseFiles(FindingKind::InvalidStructure, _count >= 10 ? few : 0);
        chooseSettings();
        std::sort(_drifts.begin(), _drifts.end(), [](const Drift &a, const Drift &b) {
            return std::tie(a.instance, a.plugin, a.file, a.key, a.kind)
                < std::tie(b.instance, b.plugin, b.file, b.key, b.kind);
        });
        return _drifts;
    }

private:
    bool isFull() const { return _drifts.size() >= _count; }

    QList<FilePlace> allFiles() const
    {
        QList<FilePlace> places;
        for (qsizetype p = 0; p < _fleet.plugins.size(); ++p) {
            for (const qsizetype i : _fleet.plugins.at(p).instances) {
                for (qsizetype f = 0; f < _fleet.plugins.at(p).files.size(); ++f)
                    places.append({i, p, f});
            }
        }
        return places;
    }

    void closePlugin(qsizetype instance, qsizetype plugin)
    {
        for (qsizetype f = 0; f < _fleet.plugins.at(plugin).files.size(); ++f)
            _closed.insert({instance, plugin, f});
    }

    // Missing, twice there, or there where it must not be.
    void choosePlugins(int each)
    {
        for (int i = 0; i < each * 3; ++i) {
            const qsizetype plugin = _dice.below(static_cast<int>(_fleet.plugins.size()));
            const PluginSpec &spec = _fleet.plugins.at(plugin);
            const auto kind = i % 3 == 0 ? FindingKind::MissingPlugin
                : i % 3 == 1             ? FindingKind::DuplicatePlugin
                                         : FindingKind::UnexpectedPlugin;
            if (kind != FindingKind::DuplicatePlugin && !_fleet.hasMatrix)
                continue;
            const qsizetype instance
                = kind == FindingKind::UnexpectedPlugin ? strangerTo(spec) : _dice.pick(spec.instances);
            // The others must still show where the plugin's settings belong.
            if (instance < 0 || spec.instances.size() < 4 || _touched.contains({instance, plugin}))
                continue;
            _touched.insert({instance, plugin});
            closePlugin(instance, plugin);
            _drifts.append({instance, plugin, -1, {}, kind, std::nullopt});
        }
    }

    qsizetype strangerTo(const PluginSpec &plugin)
    {
        QList<qsizetype> strangers;
        for (qsizetype i = 0; i < _fleet.instances.size(); ++i) {
            if (_fleet.instances.at(i).platform == plugin.platform && !plugin.instances.contains(i))
                strangers.append(i);
        }
        return strangers.isEmpty() ? -1 : _dice.pick(strangers);
    }

    void chooseFiles(FindingKind kind, int count)
    {
        QList<FilePlace> places = allFiles();
        _dice.shuffle(places);
        for (const FilePlace &place : places) {
            const auto [instance, plugin, file] = place;
            const PluginSpec &spec = _fleet.plugins.at(plugin);
            // Once per file and fleet, so that the majority stays the majority.
            if (count == 0 || isFull())
                return;
            if (spec.instances.size() < 4 || _closed.count(place) > 0 || _shaken.contains({plugin, file}))
                continue;
            if (kind != FindingKind::MissingFile && spec.files.at(file).format != Format::Yaml)
                continue;
            Drift drift{instance, plugin, file, {}, kind, std::nullopt};
            if (kind == FindingKind::InvalidStructure && !chooseSection(drift))
                continue;
            _closed.insert(place);
            _shaken.insert({plugin, file});
            _drifts.append(drift);
            --count;
        }
    }

    // A list where a map must be.
    bool chooseSection(Drift &drift)
    {
        for (const Leaf &leaf : _fleet.plugins.at(drift.plugin).files.at(drift.file).leaves) {
            if (leaf.path.size() < 2 || !leaf.universal)
                continue;
            drift.key = KeyPath({leaf.path.keys().first()});
            drift.actual = Value::list({Value::text("was"), Value::text("a map")});
            return true;
        }
        return false;
    }

    void chooseSettings()
    {
        struct Place
        {
            FilePlace file;
            qsizetype leaf;
        };
        QList<Place> places;
        for (const FilePlace &file : allFiles()) {
            const auto leaves
                = _fleet.plugins.at(std::get<1>(file)).files.at(std::get<2>(file)).leaves.size();
            for (qsizetype leaf = 0; leaf < leaves && _closed.count(file) == 0; ++leaf)
                places.append({file, leaf});
        }
        _dice.shuffle(places);
        for (const Place &place : places) {
            if (isFull())
                return;
            chooseSetting(place.file, place.leaf);
        }
    }

    void chooseSetting(const FilePlace &place, qsizetype index)
    {
        const auto [instance, plugin, file] = place;
        const FileSpec &spec = _fleet.plugins.at(plugin).files.at(file);
        const Leaf &leaf = spec.leaves.at(index);
        const auto variable = leaf.variable.constFind(_fleet.instances.at(instance).ref.name);
        if (variable == leaf.variable.constEnd() && !leaf.universal)
            return;
        const Value &expected = variable != leaf.variable.constEnd() ? *variable : *leaf.universal;
        // A map that is expected to be empty, and a path that others need to be found by, stay as they are.
        if (expected.type() == Value::Type::Map || _gone.contains({plugin, file, index}))
            return;
        Drift drift{instance, plugin, file, leaf.path, FindingKind::Changed, std::nullopt};
        const int throwOfDice = _dice.below(10);
        if (throwOfDice < 2 && _fleet.plugins.at(plugin).instances.size() > 1) {
            drift.kind = FindingKind::MissingKey;
            _gone.insert({plugin, file, index});
        } else if (throwOfDice < 4 && spec.format != Format::Properties && !expected.isNull()) {
            drift.kind = FindingKind::WrongType;
            drift.actual = otherSort(expected);
        } else if (expected.isNull()) {
            drift.kind = FindingKind::WrongType;
            drift.actual = otherValue(expected, _dice);
        } else {
            drift.actual = otherValue(expected, _dice);
        }
        _drifts.append(drift);
    }

    const FleetPlan &_fleet;
    int _count;
    Dice _dice;
    QList<Drift> _drifts;
    QSet<std::pair<qsizetype, qsizetype>> _touched; // instance and plugin
    QSet<std::pair<qsizetype, qsizetype>> _shaken;  // plugin and file
    struct Hash
    {
        size_t operator()(const FilePlace &place) const
        {
            return qHashMulti(0, std::get<0>(place), std::get<1>(place), std::get<2>(place));
        }
    };
    std::unordered_set<FilePlace, Hash> _closed;
    std::set<FilePlace> _gone; // plugin, file and leaf: it is missing somewhere
};

} // namespace

QList<Drift> chooseDrifts(const FleetPlan &fleet, int count, quint64 seed)
{
    return fleet.plugins.isEmpty() ? QList<Drift>() : Drifter(fleet, count, seed).choose();
}

} // namespace archivesmp::fleetgen
