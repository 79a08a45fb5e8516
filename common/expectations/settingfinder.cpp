// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/settingfinder.h"

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

// Without what separates its parts: a key can be written with dots, slashes and escapes for the same place.
QByteArray plain(QByteArray text)
{
    return text.replace('\\', "").replace('/', '.');
}

// How well a setting explains the finding.
enum class Fit { Named, HasValue, SameValue };

} // namespace

QByteArray stemOf(const QString &file)
{
    const QStringList parts = file.split(u'/');
    QString stem = parts.size() > 2 ? QStringList(parts.mid(2)).join(u'/') : file;
    const qsizetype dot = stem.lastIndexOf(u'.');
    if (dot > stem.lastIndexOf(u'/') + 1)
        stem.truncate(dot);
    return stem.toUtf8();
}

SettingFinder::SettingFinder(const ExpectationSet &set)
    : _set(set)
{
    for (qsizetype i = 0; i < set.plugins().size(); ++i)
        _plugins[set.plugins().at(i).plugin].append(i);
}

const PluginExpectations &SettingFinder::plugin(const Found &found) const
{
    return _set.plugins().at(found.plugin);
}

const Setting &SettingFinder::setting(const Found &found) const
{
    return plugin(found).settings.at(found.setting);
}

const SettingFinder::ByKey &SettingFinder::keysOf(const QString &plugin) const
{
    const auto known = _keys.constFind(plugin);
    if (known != _keys.constEnd())
        return *known;
    ByKey keys;
    for (const qsizetype index : _plugins.value(plugin)) {
        const QList<Setting> &settings = _set.plugins().at(index).settings;
        for (qsizetype i = settings.size(); i-- > 0;)
            keys.insert(plain(settings.at(i).key), {index, i});
    }
    return *_keys.insert(plugin, keys);
}

std::optional<SettingFinder::Found> SettingFinder::find(const domain::Finding &finding) const
{
    const ByKey &keys = keysOf(finding.plugin);
    const QByteArray stem = plain(stemOf(finding.file));
    const QByteArray key = plain(finding.key.toString().toUtf8());
    if (key.isEmpty())
        return best(keys.values(stem), finding);
    QList<Found> candidates = keys.values(stem + '.' + key);
    // A key alone stands for one of a main file, which lies directly in the plugin's folder.
    if (finding.file.isEmpty() || !stemOf(finding.file).contains('/'))
        candidates.append(keys.values(key));
    return best(candidates, finding);
}

std::optional<SettingFinder::Found> SettingFinder::find(const QString &plugin, const QString &file,
                                                        const QString &key,
                                                        const domain::InstanceRef &instance) const
{
    domain::Finding finding;
    finding.instance = instance;
    finding.plugin = plugin;
    finding.file = file;
    finding.key = KeyPath::fromString(key);
    if (const auto found = find(finding))
        return found;
    return best(keysOf(plugin).values(plain(key.toUtf8())), finding);
}

std::optional<SettingFinder::Found> SettingFinder::best(const QList<Found> &candidates,
                                                        const domain::Finding &finding) const
{
    std::optional<Found> best;
    Fit bestFit = Fit::Named;
    for (const Found &candidate : candidates) {
        const auto value = effectiveValue(setting(candidate), finding.instance, _set.aliases());
        Fit fit = value ? Fit::HasValue : Fit::Named;
        if (value && shown(*value->value) == finding.expected)
            fit = Fit::SameValue;
        if (best && fit <= bestFit)
            continue;
        best = candidate;
        bestFit = fit;
    }
    return best;
}

} // namespace archivesmp::expectations
