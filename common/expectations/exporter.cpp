// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/exporter.h"

#include "common/expectations/canonicaljson.h"
#include "common/expectations/csvcell.h"

#include <map>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

void appendText(QByteArray &out, const QString &text)
{
    appendJsonText(out, text.toUtf8());
}

void appendExpected(QByteArray &out, const ExpectedValue &value)
{
    if (const Value *plain = std::get_if<Value>(&value)) {
        appendJsonValue(out, *plain);
    } else if (const auto *secret = std::get_if<SealedSecret>(&value)) {
        out += "{\"$secret\": {\"reference\": ";
        appendText(out, secret->reference);
        out += ", \"fingerprint\": \"" + secret->fingerprint.hmac.toHex() + "\"}}";
    } else {
        out += "{\"$not_expected\": true}";
    }
}

// An object over several lines; `members` holds the members as they are written.
QByteArray object(const QByteArrayList &members, int depth)
{
    if (members.isEmpty())
        return "{}";
    const QByteArray indent = '\n' + QByteArray(2 * (depth + 1), ' ');
    return '{' + indent + members.join(',' + indent) + '\n' + QByteArray(2 * depth, ' ') + '}';
}

QByteArray member(const QByteArray &name, const QByteArray &value)
{
    QByteArray out;
    appendJsonText(out, name);
    return out + ": " + value;
}

// The name that stands first, and the rest of the key where that name is a map.
std::pair<QByteArray, QByteArray> split(const Setting &setting)
{
    if (setting.mapKeyLength <= 0 || setting.mapKeyLength >= setting.key.size())
        return {setting.key, {}};
    return {setting.key.first(setting.mapKeyLength), setting.key.mid(setting.mapKeyLength + 1)};
}

QByteArray written(const ExpectedValue &value)
{
    QByteArray out;
    appendExpected(out, value);
    return out;
}

// What a map of settings holds, or the value itself.
QByteArray joined(const std::map<QByteArray, QByteArray> &entries, int depth)
{
    if (entries.size() == 1 && entries.begin()->first.isEmpty())
        return entries.begin()->second;
    QByteArrayList members;
    for (const auto &[name, value] : entries)
        members.append(member(name, value));
    return object(members, depth);
}

QByteArray universalOf(const PluginExpectations &plugin)
{
    std::map<QByteArray, std::map<QByteArray, QByteArray>> settings;
    for (const Setting &setting : plugin.settings) {
        const auto [name, rest] = split(setting);
        if (setting.universal)
            settings[name].emplace(rest, written(*setting.universal));
    }
    QByteArrayList members;
    for (const auto &[name, entries] : settings)
        members.append(member(name, joined(entries, 2)));
    return members.isEmpty() ? QByteArray() : object(members, 1);
}

QByteArray variableOf(const PluginExpectations &plugin)
{
    using ByRest = std::map<QByteArray, QByteArray>;
    std::map<QByteArray, std::map<QString, ByRest>> settings;
    for (const Setting &setting : plugin.settings) {
        const auto [name, rest] = split(setting);
        for (auto it = setting.servers.begin(); it != setting.servers.end(); ++it)
            settings[name][it.key() + serverSuffix].emplace(rest, written(*it));
        for (auto it = setting.instances.begin(); it != setting.instances.end(); ++it)
            settings[name][it.key()].emplace(rest, written(*it));
    }
    QByteArrayList members;
    for (const auto &[name, instances] : settings) {
        QByteArrayList values;
        for (const auto &[instance, entries] : instances)
            values.append(member(instance.toUtf8(), joined(entries, 3)));
        members.append(member(name, object(values, 2)));
    }
    return members.isEmpty() ? QByteArray() : object(members, 1);
}

void addBaseline(const ExpectationSet &set, const QString &file,
                 QByteArray (*write)(const PluginExpectations &), QList<ExportedFile> &files)
{
    std::map<domain::Platform, QByteArrayList> plugins;
    for (const PluginExpectations &plugin : set.plugins()) {
        if (const QByteArray settings = write(plugin); !settings.isEmpty())
            plugins[plugin.platform].append(member(plugin.plugin.toUtf8(), settings));
    }
    for (const auto &[platform, members] : plugins) {
        const QString folder
            = platform == domain::Platform::Unknown ? QString() : QString(domain::nameOf(platform) + u'/');
        files.append({folder + file, object(members, 0) + '\n'});
    }
}

QByteArray presenceText(Presence presence)
{
    switch (presence) {
    case Presence::Undecided:
        return {};
    case Presence::Allowed:
        return "allowed";
    case Presence::Required:
        return "required";
    case Presence::Forbidden:
        return "forbidden";
    }
    return {};
}

QByteArray matrixFile(const DeploymentMatrix &matrix)
{
    QByteArray out = "plugin_name,plugin_type,auto_update,update_source,expected_version";
    for (const QString &name : matrix.instances)
        out += ',' + csvCell(u"server_"_s + name);
    out += '\n';
    for (const MatrixRow &row : matrix.rows) {
        out += csvCell(row.plugin) + ',' + csvCell(row.type) + ',' + (row.autoUpdate ? "true" : "false") + ','
            + csvCell(row.updateSource) + ',' + csvCell(row.version);
        for (qsizetype i = 0; i < row.cells.size(); ++i) {
            const QString version = row.versions.value(i);
            const QByteArray at = version.isEmpty() ? QByteArray() : '@' + version.toUtf8();
            out += ',' + csvCell(QString::fromUtf8(presenceText(row.cells.at(i)) + at));
        }
        out += '\n';
    }
    return out;
}

QByteArray namesOf(const QMap<QString, QString> &names)
{
    QByteArrayList members;
    for (auto it = names.begin(); it != names.end(); ++it) {
        QByteArray value;
        appendText(value, *it);
        members.append(member(it.key().toUtf8(), value));
    }
    return object(members, 1);
}

} // namespace

QList<ExportedFile> exportFiles(const ExpectationSet &set)
{
    QList<ExportedFile> files;
    addBaseline(set, u"universal_configs.json"_s, universalOf, files);
    addBaseline(set, u"variable_configs.json"_s, variableOf, files);
    if (!set.matrix().instances.isEmpty())
        files.append({u"deployment_matrix.csv"_s, matrixFile(set.matrix())});
    const AliasTable &aliases = set.aliases();
    if (!aliases.instances.isEmpty() || !aliases.plugins.isEmpty()) {
        files.append({u"aliases.json"_s,
                      object({member("instances", namesOf(aliases.instances)),
                              member("plugins", namesOf(aliases.plugins))},
                             0)
                          + '\n'});
    }
    return files;
}

} // namespace archivesmp::expectations
