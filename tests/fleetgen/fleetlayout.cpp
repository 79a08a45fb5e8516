// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fleetgen/fleetlayout.h"

#include "tests/fleetgen/dice.h"
#include "tests/fleetgen/documentwriter.h"
#include "tests/fleetgen/expectationwriter.h"
#include "tests/fleetgen/jarwriter.h"
#include "tests/fleetgen/valueedit.h"

#include <QDir>
#include <QFile>
#include <QHash>

namespace archivesmp::fleetgen {

using namespace Qt::StringLiterals;
using domain::FindingKind;
using domain::Platform;

namespace {

QString jarName(const PluginSpec &plugin, const QString &version)
{
    return plugin.name + u'-' + version + u".jar"_s;
}

// What the server itself keeps beside the plugins.
QByteArray serverProperties(const InstanceSpec &instance, qsizetype index)
{
    return u"#Minecraft server properties\nmotd=%1\nserver-port=%2\nonline-mode=true\nview-distance=10\n"_s
        .arg(instance.ref.name)
        .arg(25500 + index)
        .toUtf8();
}

class Layout final
{
public:
    Layout(const FleetPlan &fleet, const QList<Drift> &drifts, quint64 seed, QString root, int alike)
        : _fleet(fleet)
        , _seed(seed)
        , _alike(alike)
        , _root(std::move(root))
    {
        for (const Drift &drift : drifts)
            _drifts[{drift.instance, drift.plugin}].append(drift);
    }

    Result<void> write()
    {
        for (qsizetype i = 0; i < _fleet.instances.size(); ++i) {
            if (auto written = writeInstance(i); !written)
                return written;
        }
        return {};
    }

private:
    QString gameFolder(qsizetype instance) const
    {
        const domain::InstanceRef &ref = _fleet.instances.at(instance).ref;
        return _root + u'/' + ref.server + u'/' + ref.name + u"/Minecraft"_s;
    }

    Result<void> writeInstance(qsizetype instance)
    {
        const InstanceSpec &spec = _fleet.instances.at(instance);
        const QString game = gameFolder(instance);
        QDir().mkpath(game + (spec.platform == Platform::Geyser ? u"/extensions"_s : u"/plugins"_s));
        const QByteArray amp
            = u"App.DisplayName=Minecraft\nAMP.FriendlyName=%1\n"_s.arg(spec.ref.name).toUtf8();
        if (auto written = writeFile(game + u"/../AMPConfig.conf"_s, amp); !written)
            return written;
        const QString own = spec.platform == Platform::Velocity ? u"/velocity.toml"_s
            : spec.platform == Platform::Geyser                 ? u"/config.yml"_s
                                                                : u"/server.properties"_s;
        const QByteArray settings = spec.platform == Platform::Velocity ? "config-version = \"2.7\"\n"
            : spec.platform == Platform::Geyser                         ? "bedrock:\n  port: 19132\n"
                                                                        : serverProperties(spec, instance);
        if (auto written = writeFile(game + own, settings); !written)
            return written;
        for (qsizetype plugin = 0; plugin < _fleet.plugins.size(); ++plugin) {
            if (auto written = writePlugin(instance, plugin); !written)
                return written;
        }
        return {};
    }

    Result<void> writePlugin(qsizetype instance, qsizetype index)
    {
        const PluginSpec &plugin = _fleet.plugins.at(index);
        const QList<Drift> drifts = _drifts.value({instance, index});
        const auto has = [&](FindingKind kind) {
            return std::any_of(drifts.begin(), drifts.end(),
                               [kind](const Drift &drift) { return drift.file < 0 && drift.kind == kind; });
        };
        const bool isThere = plugin.instances.contains(instance) || has(FindingKind::UnexpectedPlugin);
        if (!isThere || has(FindingKind::MissingPlugin))
            return {};
        if (auto jar = writeJars(instance, plugin, has(FindingKind::DuplicatePlugin)); !jar)
            return jar;
        for (qsizetype file = 0; file < plugin.files.size(); ++file) {
            if (auto written = writeConfig(instance, plugin, file, drifts); !written)
                return written;
        }
        return {};
    }

    Result<void> writeJars(qsizetype instance, const PluginSpec &plugin, bool twice) const
    {
        const QString folder = gameFolder(instance)
            + (plugin.platform == Platform::Geyser ? u"/extensions/"_s : u"/plugins/"_s);
        if (auto jar = writeJar(folder + jarName(plugin, plugin.version), plugin.name, plugin.version,
                                plugin.platform);
            !jar)
            return jar;
        if (!twice)
            return {};
        const QString older = plugin.version + u"-old"_s;
        return writeJar(folder + jarName(plugin, older), plugin.name, older, plugin.platform);
    }

    Result<void> writeConfig(qsizetype instance, const PluginSpec &plugin, qsizetype index,
                             const QList<Drift> &drifts)
    {
        const FileSpec &file = plugin.files.at(index);
        const domain::InstanceRef &ref = _fleet.instances.at(instance).ref;
        Value map = Value::map({});
        for (const Leaf &leaf : file.leaves) {
            const auto variable = leaf.variable.constFind(ref.name);
            if (variable != leaf.variable.constEnd())
                map = withValueAt(map, leaf.path, *variable);
            else if (leaf.universal)
                map = withValueAt(map, leaf.path, *leaf.universal);
        }
        bool isBroken = false;
        for (const Drift &drift : drifts) {
            if (drift.file != index)
                continue;
            if (drift.kind == FindingKind::MissingFile)
                return {};
            if (drift.kind == FindingKind::Unparsable)
                isBroken = true;
            else
                map = withValueAt(map, drift.key, drift.actual);
        }
        const QString path = plugin.folder() + u'/' + QString::fromUtf8(file.name());
        const bool isAlike = Dice(_seed, path.toUtf8()).below(100) < _alike;
        Dice dice(_seed, (isAlike ? path : ref.toString() + u'/' + path).toUtf8());
        QByteArray text = writeDocument(map, file.format, dice);
        if (isBroken)
            text += "broken: \"an unterminated quote\n";
        return writeFile(gameFolder(instance) + u'/' + path, text);
    }

    const FleetPlan &_fleet;
    quint64 _seed;
    int _alike;
    QString _root;
    QHash<std::pair<qsizetype, qsizetype>, QList<Drift>> _drifts; // by instance and plugin
};

} // namespace

Result<void> layOut(const FleetPlan &fleet, const QList<Drift> &drifts, quint64 seed, const QString &root,
                    int alike)
{
    return Layout(fleet, drifts, seed, root, alike).write();
}

Result<void> writeArtifact(const FleetPlan &fleet, const QString &folder)
{
    for (const PluginSpec &plugin : fleet.plugins) {
        if (plugin.platform != Platform::Paper || plugin.instances.size() < 2)
            continue;
        QDir().mkpath(folder);
        const QString newer = plugin.version.section(u'.', 0, 0) + u".99.0"_s;
        return writeJar(folder + u'/' + jarName(plugin, newer), plugin.name, newer, plugin.platform);
    }
    return {};
}

} // namespace archivesmp::fleetgen
