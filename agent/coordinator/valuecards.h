// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/expectationkeeper.h"
#include "agent/coordinator/workspace.h"
#include "common/expectations/settingfinder.h"

#include <QCache>

#include <memory>

namespace archivesmp::agent::coordinator {

// Why a setting is expected to be what it is, and why a file differs from it. Who set a value is found by
// walking the versions back until it was another; what was found is remembered as long as no version is
// added. Belongs to the coordinator's thread.
class ValueCards final
{
public:
    ValueCards(const Workspace &workspace, ExpectationKeeper &keeper)
        : _workspace(workspace)
        , _keeper(keeper)
        , _sets(setsKept)
    { }

    [[nodiscard]] Result<protocol::FindingDetail> ofFinding(const domain::Finding &finding);
    [[nodiscard]] Result<protocol::SettingCard> ofSetting(const protocol::GetSettingCard &ask,
                                                          const domain::Instance &instance);

private:
    static constexpr int setsKept = 6;
    using Set = std::shared_ptr<const expectations::ExpectationSet>;

    // One layer of one setting, and the version that gave it the value that it has.
    struct Place
    {
        QString plugin;
        domain::Platform platform = domain::Platform::Unknown;
        QByteArray key;
        domain::Layer layer = domain::Layer::Universal;
        QString owner;

        friend bool operator==(const Place &, const Place &) = default;
        friend size_t qHash(const Place &place, size_t seed = 0)
        {
            return qHashMulti(seed, place.plugin, int(place.platform), place.key, int(place.layer),
                              place.owner);
        }
    };

    void renew();
    [[nodiscard]] const expectations::SettingFinder &finder();
    [[nodiscard]] Result<Set> setOf(qint64 version);
    [[nodiscard]] Result<protocol::VersionEntry> originOf(const Place &place);
    [[nodiscard]] Result<QList<protocol::LayerValue>> layersOf(
        const expectations::SettingFinder::Found &found, const domain::InstanceRef &instance);
    [[nodiscard]] Result<QList<protocol::ExpectedElsewhere>> elsewhere(
        const expectations::SettingFinder::Found &found, const domain::InstanceRef &instance);
    [[nodiscard]] Result<std::optional<protocol::AppliedFix>> lastApplied(const domain::Finding &finding);
    [[nodiscard]] Result<protocol::DriftCause> causeOf(const domain::Finding &finding,
                                                       const expectations::SettingFinder::Found &found,
                                                       const QList<protocol::LayerValue> &layers,
                                                       const std::optional<protocol::AppliedFix> &applied);
    [[nodiscard]] Result<protocol::ValueStory> storyOf(const domain::Finding &finding,
                                                       const expectations::SettingFinder::Found &found,
                                                       const QList<protocol::LayerValue> &layers);

    const Workspace &_workspace;
    ExpectationKeeper &_keeper;
    qint64 _version = -1; // what is below is of this one
    Set _newest;
    std::unique_ptr<expectations::SettingFinder> _finder; // of _newest
    QList<protocol::VersionEntry> _history;               // newest first
    QHash<Place, protocol::VersionEntry> _origins;
    QCache<qint64, Set> _sets; // of versions; they never change
};

} // namespace archivesmp::agent::coordinator
