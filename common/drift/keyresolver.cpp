// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/keyresolver.h"

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
QByteArrayView beginOf(const Setting &setting)
{
    const QByteArrayView key = setting.key;
    if (setting.mapKeyLength > 0)
        return key.first(setting.mapKeyLength);
    const qsizetype dot = key.indexOf('.', key.lastIndexOf('/') + 1);
    return dot < 0 ? key : key.first(dot);
}

bool isDirect(const QByteArray &stem)
{
    return !stem.contains('/');
}

// The way inside the file of that stem.
QByteArrayView behindStem(QByteArrayView key, const QByteArray &stem)
{
    return key.sliced(std::min(stem.size() + 1, key.size()));
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
    QHash<QByteArrayView, size_t> known;
    for (int i = 0; i < _plugin.settings.size(); ++i) {
        const Setting &setting = _plugin.settings.at(i);
        _stems.push_back(longestStem(setting));
        const QByteArrayView begin = beginOf(setting);
        auto found = known.find(begin);
        if (found == known.end()) {
            found = known.insert(begin, _groups.size());
            Group group;
            group.begin = begin.toByteArray();
            group.needsProof = setting.mapKeyLength > 0 || group.begin.contains('/');
            _groups.push_back(std::move(group));
        }
        _groupOf.push_back(static_cast<int>(*found));
        Group &group = _groups[*found];
        group.settings.push_back(i);
        group.hasStem = group.hasStem || !_stems.back().isEmpty();
    }
}

// A map's own name comes first; otherwise the longest file whose stem the key begins with.
QByteArray KeyResolver::longestStem(const Setting &setting) const
{
    const QByteArray &key = setting.key;
    const auto nameOf
        = [&](qsizetype end) { return _names.constFind(QByteArray::fromRawData(key.constData(), end)); };
    if (setting.mapKeyLength > 0) {
        if (const auto whole = nameOf(setting.mapKeyLength); whole != _names.constEnd())
            return whole.key();
    }
    for (qsizetype end = key.size(); end > 0; end = key.lastIndexOf('.', end - 1)) {
        if (const auto stem = nameOf(end); stem != _names.constEnd())
            return stem.key();
    }
    return {};
}

bool KeyResolver::isContested() const
{
    return _mainCandidates != QByteArrayList{usualMain}
    || std::any_of(_groups.begin(), _groups.end(),
                   [](const Group &group) { return group.hasStem || group.needsProof; });
}

QByteArrayList KeyResolver::wantedStems(Round round) const
{
    if (!isContested())
        return {};
    if (round == Round::Whole)
        return _mainCandidates;
    const QByteArray main = mainStem();
    QSet<QByteArray> read(_mainCandidates.begin(), _mainCandidates.end());
    QSet<QByteArray> inDoubt;
    for (const Group &group : _groups) {
        const bool isInDoubt = group.hasStem && !main.isEmpty() && group.asWhole.value(main) > 0;
        for (const int setting : group.settings) {
            const QByteArray &stem = _stems[static_cast<size_t>(setting)];
            if (isInDoubt)
                inDoubt.insert(stem);
            // A path is in the main file where that has a key like it, whatever the file of that name holds.
            if (!group.needsProof)
                read.insert(stem);
        }
    }
    inDoubt.intersect(read).remove({});
    QByteArrayList sorted(inDoubt.begin(), inDoubt.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

KeyResolver::Question KeyResolver::questionOf(Round round, const QByteArray &stem) const
{
    // Where there is no doubt which file is the main one, only what may be elsewhere is worth asking for.
    const bool onlyContested = _mainCandidates == QByteArrayList{usualMain};
    std::vector<int> settings;
    QByteArrayList keys;
    for (int i = 0; i < _plugin.settings.size(); ++i) {
        const QByteArray &key = _plugin.settings.at(i).key;
        const Group &group = _groups[static_cast<size_t>(_groupOf[static_cast<size_t>(i)])];
        const bool isAsked = round == Round::Rest ? _stems[static_cast<size_t>(i)] == stem
                                                  : !onlyContested || group.hasStem || group.needsProof;
        if (!isAsked)
            continue;
        settings.push_back(i);
        keys.append(round == Round::Rest ? behindStem(key, stem).toByteArray() : key);
    }
    return {std::move(settings), KeyPresence(keys)};
}

QList<KeyResolver::Votes> KeyResolver::votesOf(Round round, const QByteArray &stem, const QByteArray &bytes,
                                               config::Format format)
{
    const std::pair name(round, round == Round::Whole ? QByteArray() : stem);
    auto question = _questions.find(name);
    if (question == _questions.end())
        question = _questions.emplace(name, questionOf(round, stem)).first;
    const std::vector<bool> held = question->second.keys.in(bytes, format);
    if (std::find(held.begin(), held.end(), true) == held.end())
        return {};
    std::vector<int> counts(_groups.size());
    for (size_t i = 0; i < held.size(); ++i)
        counts[static_cast<size_t>(_groupOf[static_cast<size_t>(question->second.settings[i])])] += held[i];
    QList<Votes> votes;
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            votes.append({static_cast<int>(i), counts[i]});
    }
    return votes;
}

void KeyResolver::add(Round round, const QByteArray &stem, const QList<Votes> &votes)
{
    for (const Votes &counted : votes) {
        if (counted.group < 0 || static_cast<size_t>(counted.group) >= _groups.size())
            continue;
        Group &group = _groups[static_cast<size_t>(counted.group)];
        if (round == Round::Whole) {
            group.asWhole[stem] += counted.count;
            _mainVotes[stem] += counted.count;
        } else {
            group.asStem += counted.count;
        }
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
        const QByteArrayView key = _plugin.settings.at(index).key;
        const QByteArray &stem = _stems[static_cast<size_t>(index)];
        if (usesStem && !stem.isEmpty())
            add(index, stem, behindStem(key, stem), resolution, files);
        else if (!main.isEmpty())
            add(index, main, key, resolution, files);
    }
}

void KeyResolver::add(int setting, const QByteArray &stem, QByteArrayView dotted,
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
