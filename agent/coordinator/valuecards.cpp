// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/valuecards.h"

#include "common/drift/plugincheck.h"

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace expectations;
using namespace Qt::StringLiterals;
using protocol::DriftCause;
using Found = SettingFinder::Found;

namespace {

constexpr int mostVersions = 500;
constexpr int mostFixes = 500;

const Setting *settingIn(const ExpectationSet &set, const QString &plugin, Platform platform,
                         const QByteArray &key)
{
    for (const PluginExpectations &one : set.plugins()) {
        if (one.plugin != plugin || one.platform != platform)
            continue;
        const auto found = std::lower_bound(
            one.settings.begin(), one.settings.end(), key,
            [](const Setting &setting, const QByteArray &wanted) { return setting.key < wanted; });
        if (found != one.settings.end() && found->key == key)
            return &*found;
    }
    return nullptr;
}

std::optional<ExpectedValue> valueIn(const Setting *setting, Layer layer, const QString &owner)
{
    if (setting == nullptr)
        return std::nullopt;
    if (layer == Layer::Universal)
        return setting->universal;
    const auto &values = layer == Layer::Server ? setting->servers : setting->instances;
    const auto found = values.constFind(owner);
    return found == values.constEnd() ? std::nullopt : std::optional(*found);
}

bool changes(const FindingKind kind)
{
    return kind == FindingKind::Changed || kind == FindingKind::WrongType || kind == FindingKind::MissingKey;
}

} // namespace

void ValueCards::renew()
{
    if (_version == _keeper.version() && _newest)
        return;
    _version = _keeper.version();
    _newest = std::make_shared<const ExpectationSet>(_keeper.set());
    _finder = std::make_unique<SettingFinder>(*_newest);
    _origins.clear();
    const auto history = _workspace.stores.expectations().history(0, mostVersions);
    _history = history ? *history : QList<protocol::VersionEntry>();
}

const SettingFinder &ValueCards::finder()
{
    renew();
    return *_finder;
}

Result<ValueCards::Set> ValueCards::setOf(qint64 version)
{
    renew();
    if (version == _version)
        return _newest;
    if (const Set *kept = _sets.object(version))
        return *kept;
    auto read = _keeper.setOf(version);
    if (!read)
        return read.error();
    const auto set = std::make_shared<const ExpectationSet>(std::move(*read));
    _sets.insert(version, new Set(set));
    return set;
}

// The version behind the first one, seen from the newest, in which the value was another.
Result<protocol::VersionEntry> ValueCards::originOf(const Place &place)
{
    const auto known = _origins.constFind(place);
    if (known != _origins.constEnd())
        return *known;
    const auto valueNow
        = valueIn(settingIn(*_newest, place.plugin, place.platform, place.key), place.layer, place.owner);
    protocol::VersionEntry origin;
    for (const protocol::VersionEntry &entry : _history) {
        origin = entry;
        if (entry.version <= 1)
            break;
        // Versions from before there were summaries are all looked at.
        const bool mayDiffer
            = entry.summary == protocol::VersionSummary() || entry.summary.plugins.contains(place.plugin);
        if (!mayDiffer)
            continue;
        const auto before = setOf(entry.version - 1);
        if (!before)
            return before.error();
        if (valueIn(settingIn(**before, place.plugin, place.platform, place.key), place.layer, place.owner)
            != valueNow)
            break;
    }
    _origins.insert(place, origin);
    return origin;
}

Result<QList<protocol::LayerValue>> ValueCards::layersOf(const Found &found, const InstanceRef &instance)
{
    const PluginExpectations &plugin = finder().plugin(found);
    const Setting &setting = finder().setting(found);
    QList<std::pair<Layer, QString>> owners;
    if (setting.universal)
        owners.append({Layer::Universal, {}});
    if (setting.servers.contains(instance.server))
        owners.append({Layer::Server, instance.server});
    const auto winner = winningValue(setting, instance, _newest->aliases());
    if (winner && winner->layer == Layer::Instance) {
        for (auto it = setting.instances.begin(); it != setting.instances.end(); ++it) {
            if (&*it == winner->value)
                owners.append({Layer::Instance, it.key()});
        }
    }
    QList<protocol::LayerValue> layers;
    for (const auto &[layer, owner] : owners) {
        const auto origin = originOf({plugin.plugin, plugin.platform, setting.key, layer, owner});
        if (!origin)
            return origin.error();
        const ExpectedValue value = *valueIn(&setting, layer, owner);
        layers.append({.layer = layer,
                       .value = shown(value),
                       .author = origin->author,
                       .at = origin->at,
                       .owner = owner,
                       .notExpected = std::holds_alternative<NotExpected>(value),
                       .version = origin->version,
                       .reason = origin->reason});
    }
    if (!layers.isEmpty())
        layers.last().wins = true;
    return layers;
}

Result<QList<protocol::ExpectedElsewhere>> ValueCards::elsewhere(const Found &found,
                                                                 const InstanceRef &instance)
{
    const auto installed = _workspace.stores.fleet().plugins({});
    if (!installed)
        return installed.error();
    const QString plugin = finder().plugin(found).plugin;
    const Setting &setting = finder().setting(found);
    const drift::PluginNames names(*_newest);
    const auto own = effectiveValue(setting, instance, _newest->aliases());
    QList<protocol::ExpectedElsewhere> all;
    for (const InstalledPlugin &one : *installed) {
        if (one.instance == instance || names.nameOf(one) != plugin)
            continue;
        if (!all.isEmpty() && all.last().instance == one.instance)
            continue;
        const auto value = effectiveValue(setting, one.instance, _newest->aliases());
        protocol::ExpectedElsewhere other{one.instance, std::nullopt, {}, false};
        if (value) {
            other.layer = value->layer;
            other.expected = shown(*value->value);
        }
        other.same = value.has_value() == own.has_value() && (!value || *value->value == *own->value);
        all.append(other);
    }
    std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.instance < b.instance; });
    return all;
}

Result<std::optional<protocol::AppliedFix>> ValueCards::lastApplied(const Finding &finding)
{
    const auto jobs = _workspace.stores.jobs().completedUpdates(finding.instance, mostFixes);
    if (!jobs)
        return jobs.error();
    for (const Job &job : *jobs) {
        const auto *update = std::get_if<ConfigUpdatePayload>(&job.payload);
        if (update == nullptr || update->file != finding.file)
            continue;
        const bool isAbout
            = std::any_of(update->changes.begin(), update->changes.end(),
                          [&](const SettingChange &change) { return change.key == finding.key; });
        if (isAbout)
            return std::optional(protocol::AppliedFix{job.id, job.completedAt, job.createdBy, job.reason});
    }
    return std::optional<protocol::AppliedFix>();
}

// A finding that was not there when the file was first compared with the expected value, or when it was last
// written, came later: somebody changed the file.
Result<DriftCause> ValueCards::causeOf(const Finding &finding, const Found &found,
                                       const QList<protocol::LayerValue> &layers,
                                       const std::optional<protocol::AppliedFix> &applied)
{
    if (!changes(finding.kind) || layers.isEmpty() || layers.last().notExpected)
        return DriftCause::Unknown;
    const protocol::LayerValue &winner = layers.last();
    if (applied && applied->at >= winner.at && finding.firstSeen >= applied->at)
        return DriftCause::ChangedOutside;
    const auto first = _workspace.stores.scans().firstComplete(finding.instance, winner.version);
    if (!first)
        return first.error();
    if (first->isValid() && finding.firstSeen > *first)
        return DriftCause::ChangedOutside;
    if (winner.version <= 1)
        return DriftCause::NeverApplied;
    const auto before = setOf(winner.version - 1);
    if (!before)
        return before.error();
    const PluginExpectations &plugin = finder().plugin(found);
    const Setting *old = settingIn(**before, plugin.plugin, plugin.platform, finder().setting(found).key);
    const bool wasExpected
        = old != nullptr && effectiveValue(*old, finding.instance, (*before)->aliases()).has_value();
    return wasExpected ? DriftCause::ExpectationChanged : DriftCause::NeverApplied;
}

Result<protocol::ValueStory> ValueCards::storyOf(const Finding &finding, const Found &found,
                                                 const QList<protocol::LayerValue> &layers)
{
    protocol::ValueStory story;
    story.setting = QString::fromUtf8(finder().setting(found).key);
    const auto applied = lastApplied(finding);
    if (!applied)
        return applied.error();
    story.lastApplied = *applied;
    const auto others = elsewhere(found, finding.instance);
    if (!others)
        return others.error();
    story.elsewhere = *others;
    const auto cause = causeOf(finding, found, layers, *applied);
    if (!cause)
        return cause.error();
    story.cause = *cause;
    return story;
}

Result<protocol::FindingDetail> ValueCards::ofFinding(const Finding &finding)
{
    protocol::FindingDetail detail{finding, {}, finding.lastSeen, {}};
    const auto found = finder().find(finding);
    if (!found)
        return detail;
    const auto layers = layersOf(*found, finding.instance);
    if (!layers)
        return layers.error();
    detail.layers = *layers;
    const auto story = storyOf(finding, *found, *layers);
    if (!story)
        return story.error();
    detail.story = *story;
    return detail;
}

Result<protocol::SettingCard> ValueCards::ofSetting(const protocol::GetSettingCard &ask,
                                                    const Instance &instance)
{
    const auto found = finder().find(ask.plugin, ask.file, ask.key, instance.ref);
    if (!found)
        return Error{ErrorCode::NotFound, u"nothing is expected of this setting"_s}.atField(u"key"_s);
    const auto findings = _workspace.stores.findings().ofInstance(instance.ref);
    if (!findings)
        return findings.error();
    Finding place;
    place.instance = instance.ref;
    place.plugin = ask.plugin;
    place.file = ask.file;
    place.key = KeyPath::fromString(ask.key);
    place.kind = FindingKind::UnsupportedFormat; // nothing that a cause is asked of
    protocol::SettingCard card;
    card.readAt = instance.lastScan;
    for (const Finding &finding : *findings) {
        if (finding.plugin != ask.plugin || !changes(finding.kind) || finder().find(finding) != found)
            continue;
        place = finding;
        card.finding = finding.id;
        card.readAt = finding.lastSeen;
    }
    const auto layers = layersOf(*found, instance.ref);
    if (!layers)
        return layers.error();
    card.layers = *layers;
    const auto story = storyOf(place, *found, *layers);
    if (!story)
        return story.error();
    card.story = *story;
    return card;
}

} // namespace archivesmp::agent::coordinator
