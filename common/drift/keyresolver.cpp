// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/keyresolver.h"

#include "common/drift/dottedpath.h"

#include <algorithm>

namespace archivesmp::drift {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using NodeIndex = ConfigDocument::NodeIndex;
using expectations::Setting;

namespace {

constexpr qsizetype mostExamples = 5;
const QByteArray usualMain = QByteArrayLiteral("config");

// "addons/AOneBlock/config" of "addons/AOneBlock/config.world.height", "ReSpawn" of "ReSpawn.Enabled", and
// the whole name where the key was the name of a map.
QByteArray beginOf(const Setting &setting)
{
    if (setting.mapKeyLength > 0)
        return setting.key.first(setting.mapKeyLength);
    const qsizetype dot = setting.key.indexOf('.', setting.key.lastIndexOf('/') + 1);
    return dot < 0 ? setting.key : setting.key.first(dot);
}

bool isDirect(const QByteArray &stem)
{
    return !stem.contains('/');
}

// Whether the top of the document has a key with which the group could begin. Cheap, and nearly always no.
bool mayHold(const ConfigDocument &document, const QByteArray &begin)
{
    const auto &root = document.node(0);
    if (root.type != Value::Type::Map)
        return false;
    for (NodeIndex i = root.firstChild; i != ConfigDocument::noNode; i = document.node(i).nextSibling) {
        const QByteArrayView key = document.node(i).key;
        if (QByteArrayView(begin).startsWith(key) || key.startsWith(begin))
            return true;
    }
    return false;
}

} // namespace

KeyResolver::KeyResolver(const expectations::PluginExpectations &plugin, const QList<FilesByStem> &fleet)
    : _plugin(plugin)
{
    collectStems(fleet);
    collectGroups();
    if (_names.contains(usualMain)) {
        _mainCandidates = {usualMain};
        return;
    }
    for (auto it = _names.begin(); it != _names.end(); ++it) {
        if (isDirect(it.key()))
            _mainCandidates.append(it.key());
    }
    std::sort(_mainCandidates.begin(), _mainCandidates.end());
}

void KeyResolver::collectStems(const QList<FilesByStem> &fleet)
{
    QHash<QByteArray, QMap<QByteArray, int>> counts;
    for (const FilesByStem &files : fleet) {
        for (auto it = files.begin(); it != files.end(); ++it)
            ++counts[it.key()][*it];
    }
    for (auto it = counts.begin(); it != counts.end(); ++it) {
        const auto most = std::max_element(it->begin(), it->end());
        _names.insert(it.key(), most.key());
    }
}

void KeyResolver::collectGroups()
{
    QHash<QByteArray, size_t> known;
    for (int i = 0; i < _plugin.settings.size(); ++i) {
        const Setting &setting = _plugin.settings.at(i);
        _stems.push_back(longestStem(setting));
        const QByteArray begin = beginOf(setting);
        auto found = known.find(begin);
        if (found == known.end()) {
            found = known.insert(begin, _groups.size());
            Group group;
            group.begin = begin;
            group.needsProof = setting.mapKeyLength > 0 || begin.contains('/');
            _groups.push_back(std::move(group));
        }
        Group &group = _groups[*found];
        group.settings.push_back(i);
        group.hasStem = group.hasStem || !_stems.back().isEmpty();
    }
}

// A map's own name comes first; otherwise the longest file whose stem the key begins with.
QByteArray KeyResolver::longestStem(const Setting &setting) const
{
    const QByteArray &key = setting.key;
    if (setting.mapKeyLength > 0 && _names.contains(key.first(setting.mapKeyLength)))
        return key.first(setting.mapKeyLength);
    for (qsizetype end = key.size(); end > 0; end = key.lastIndexOf('.', end - 1)) {
        const QByteArray stem = key.first(end);
        if (_names.contains(stem))
            return stem;
    }
    return {};
}

QByteArrayList KeyResolver::wantedStems() const
{
    QSet<QByteArray> wanted;
    bool isContested = _mainCandidates != QByteArrayList{usualMain};
    for (const Group &group : _groups) {
        isContested = isContested || group.hasStem || group.needsProof;
        // Files in folders of their own are never in doubt unless the main file has a key like their path.
        if (!group.hasStem || group.needsProof)
            continue;
        for (const int setting : group.settings)
            wanted.insert(_stems[static_cast<size_t>(setting)]);
    }
    wanted.remove({});
    if (isContested)
        wanted.unite(QSet<QByteArray>(_mainCandidates.begin(), _mainCandidates.end()));
    QByteArrayList sorted(wanted.begin(), wanted.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

void KeyResolver::vote(const QByteArray &stem, const ConfigDocument &document)
{
    add(stem, votesOf(stem, document));
}

QList<KeyResolver::Votes> KeyResolver::votesOf(const QByteArray &stem, const ConfigDocument &document) const
{
    const bool isMain = _mainCandidates.contains(stem);
    QList<Votes> all;
    for (size_t i = 0; i < _groups.size(); ++i) {
        Votes votes = votesOf(_groups[i], stem, document, isMain);
        votes.group = static_cast<int>(i);
        if (votes.asWhole > 0 || votes.asStem > 0)
            all.append(votes);
    }
    return all;
}

KeyResolver::Votes KeyResolver::votesOf(const Group &group, const QByteArray &stem,
                                        const ConfigDocument &document, bool isMain) const
{
    Votes votes;
    const bool asWhole = isMain && mayHold(document, group.begin);
    for (const int index : group.settings) {
        const QByteArrayView key(_plugin.settings.at(index).key);
        votes.asWhole += asWhole && findDotted(document, 0, key) != ConfigDocument::noNode;
        if (_stems[static_cast<size_t>(index)] != stem)
            continue;
        const bool isWholeFile = key.size() == stem.size();
        votes.asStem
            += isWholeFile || findDotted(document, 0, key.sliced(stem.size() + 1)) != ConfigDocument::noNode;
    }
    return votes;
}

void KeyResolver::add(const QByteArray &stem, const QList<Votes> &votes)
{
    for (const Votes &counted : votes) {
        if (counted.group < 0 || static_cast<size_t>(counted.group) >= _groups.size())
            continue;
        Group &group = _groups[static_cast<size_t>(counted.group)];
        if (counted.asWhole > 0) {
            group.asWhole[stem] += counted.asWhole;
            _mainVotes[stem] += counted.asWhole;
        }
        group.asStem += counted.asStem;
    }
}

QByteArray KeyResolver::basis() const
{
    QByteArrayList stems = _names.keys();
    std::sort(stems.begin(), stems.end());
    return _mainCandidates.join('\0') + QByteArray(2, '\0') + stems.join('\0');
}

QByteArray KeyResolver::mainStem() const
{
    if (_mainCandidates == QByteArrayList{usualMain})
        return usualMain;
    QByteArray best;
    int votes = 0;
    for (const QByteArray &candidate : _mainCandidates) {
        if (_mainVotes.value(candidate) > votes) {
            votes = _mainVotes.value(candidate);
            best = candidate;
        }
    }
    return best;
}

PluginResolution KeyResolver::resolve() const
{
    PluginResolution resolution;
    QHash<QByteArray, size_t> files;
    const QByteArray main = mainStem();
    for (const Group &group : _groups)
        attach(group, main, resolution, files);
    std::sort(resolution.files.begin(), resolution.files.end(),
              [](const ResolvedFile &a, const ResolvedFile &b) { return a.stem < b.stem; });
    return resolution;
}

void KeyResolver::attach(const Group &group, const QByteArray &main, PluginResolution &resolution,
                         QHash<QByteArray, size_t> &files) const
{
    const int asWhole = main.isEmpty() ? 0 : group.asWhole.value(main);
    const bool usesStem = group.hasStem && asWhole <= group.asStem;
    if (group.hasStem && asWhole > 0 && asWhole == group.asStem)
        return giveUp(group, u"the main file and a file of its own fit equally well"_s, resolution);
    if (!usesStem && main.isEmpty())
        return giveUp(group, u"the plugin has no file that holds them on any instance"_s, resolution);
    if (!usesStem && group.needsProof && asWhole == 0)
        return giveUp(group, u"no instance has a file of this name, nor the main file such a path"_s,
                      resolution);
    for (const int index : group.settings) {
        const QByteArray &key = _plugin.settings.at(index).key;
        const QByteArray &stem = _stems[static_cast<size_t>(index)];
        if (usesStem && !stem.isEmpty())
            add(index, stem, key.mid(stem.size() + 1), resolution, files);
        else if (!main.isEmpty())
            add(index, main, key, resolution, files);
    }
}

void KeyResolver::add(int setting, const QByteArray &stem, const QByteArray &dotted,
                      PluginResolution &resolution, QHash<QByteArray, size_t> &files) const
{
    auto found = files.find(stem);
    if (found == files.end()) {
        found = files.insert(stem, resolution.files.size());
        resolution.files.push_back({stem, _names.value(stem), {}});
    }
    resolution.files[*found].entries.push_back({setting, dotted});
}

void KeyResolver::giveUp(const Group &group, const QString &reason, PluginResolution &resolution) const
{
    auto unresolved = std::find_if(resolution.unresolved.begin(), resolution.unresolved.end(),
                                   [&](const UnresolvedKeys &keys) { return keys.reason == reason; });
    if (unresolved == resolution.unresolved.end())
        unresolved = resolution.unresolved.insert(unresolved, {_plugin.plugin, reason, 0, {}});
    unresolved->settings += static_cast<int>(group.settings.size());
    if (unresolved->examples.size() < mostExamples)
        unresolved->examples.append(QString::fromUtf8(_plugin.settings.at(group.settings.front()).key));
}

} // namespace archivesmp::drift
