// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/instances/instancediscovery.h"

#include "agent/instances/instancefolder.h"
#include "common/core/textescape.h"

#include <QDir>
#include <QLoggingCategory>

#include <map>

namespace archivesmp::agent::instances {

using namespace Qt::StringLiterals;
using domain::Instance;
using domain::InstanceState;
using domain::Platform;

namespace {

Q_LOGGING_CATEGORY(lcDiscovery, "archivesmp.discovery", QtInfoMsg)

bool isNamedJar(const FolderEntry &entry, QLatin1StringView start)
{
    return entry.name.startsWith(start, Qt::CaseInsensitive)
        && entry.name.endsWith(u".jar"_s, Qt::CaseInsensitive);
}

Platform platformOf(const QList<FolderEntry> &entries)
{
    for (const FolderEntry &entry : entries) {
        if (entry.name == "velocity.toml"_L1 || isNamedJar(entry, "velocity"_L1))
            return Platform::Velocity;
        if (isNamedJar(entry, "geyser"_L1))
            return Platform::Geyser;
    }
    for (const FolderEntry &entry : entries) {
        if (entry.name == "bukkit.yml"_L1 || entry.name == "spigot.yml"_L1 || entry.name == "paper.yml"_L1
            || entry.name == "server.properties"_L1 || entry.name == "plugins"_L1
            || isNamedJar(entry, "paper"_L1))
            return Platform::Paper;
    }
    return Platform::Unknown;
}

// The instance in one folder, or the sentence why there is none.
std::variant<Instance, QString> instanceIn(const QString &server, const QString &root, const QString &name)
{
    const QString shown = escapedForDisplay(name);
    const auto folder = InstanceFolder::open(root, name);
    if (!folder)
        return QString(shown + u" is skipped: "_s + describe(folder.error()));
    if ((*folder)->facts(u"ADSModule.kvp"_s))
        return QString(shown + u" is skipped: it is AMP's controller"_s);
    const auto entries = (*folder)->list(u"Minecraft"_s);
    if (!entries && entries.error().code == ErrorCode::NotFound)
        return QString(shown + u" is skipped: it has no Minecraft folder"_s);
    if (!entries)
        return QString(shown + u" is skipped: "_s + describe(entries.error()));
    return Instance{
        .ref = {server, name}, .ampId = u"disk:"_s + name, .platform = platformOf(*entries), .onDisk = true};
}

InstanceState stateOf(const AmpInstance &entry, const Result<AmpStatus> &status)
{
    if (entry.suspended)
        return InstanceState::Suspended;
    if (!entry.daemonRunning)
        return InstanceState::Stopped;
    return status ? status->state : InstanceState::Unknown;
}

QStringList disagreementsOf(const std::map<QString, Instance> &joined)
{
    QStringList sentences;
    for (const auto &[name, instance] : joined) {
        if (!instance.inAmp)
            sentences.append(name + u" is on disk, but AMP does not list it"_s);
        else if (!instance.onDisk)
            sentences.append(name + u" is in AMP's list, but has no folder with a Minecraft root"_s);
    }
    return sentences;
}

} // namespace

Result<FoundOnDisk> findOnDisk(const QString &server, const QString &root)
{
    const QDir folder(root);
    if (!folder.exists())
        return Error{ErrorCode::NotFound, u"there is no folder of instances"_s, root, 0, 0,
                     u"instances.root"_s};
    FoundOnDisk found;
    const QStringList names = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden, QDir::Name);
    for (const QString &name : names) {
        if (name.startsWith(u'.'))
            continue;
        const auto seen = instanceIn(server, root, name);
        if (const auto *instance = std::get_if<Instance>(&seen))
            found.instances.append(*instance);
        else
            found.skipped.append(std::get<QString>(seen));
    }
    return found;
}

InstanceDiscovery::InstanceDiscovery(AmpPanel &panel, const Clock &clock, QThreadPool &pool, QString server,
                                     QString root)
    : _panel(panel)
    , _clock(clock)
    , _pool(pool)
    , _server(std::move(server))
    , _root(std::move(root))
{ }

void InstanceDiscovery::logSkippedOnce(const QStringList &skipped)
{
    for (const QString &sentence : skipped) {
        if (!_logged.contains(sentence)) {
            _logged.insert(sentence);
            qCInfo(lcDiscovery).noquote() << sentence;
        }
    }
}

Task<Inventory> InstanceDiscovery::look()
{
    const auto finding = runOn(_pool, [server = _server, root = _root] { return findOnDisk(server, root); });
    const auto onDisk = co_await answerOf(finding);
    Inventory inventory;
    std::map<QString, Instance> joined;
    if (onDisk) {
        logSkippedOnce(onDisk->skipped);
        for (const Instance &instance : onDisk->instances)
            joined.emplace(instance.ref.name, instance);
    } else {
        logSkippedOnce({describe(onDisk.error())});
    }

    const auto listed = co_await answerOf(_panel.listInstances());
    if (!listed)
        inventory.ampError = listed.error();
    const QList<AmpInstance> entries = listed ? *listed : QList<AmpInstance>();
    std::vector<QFuture<Result<AmpStatus>>> answers; // asked all at once, one round trip instead of twenty
    for (const AmpInstance &entry : entries) {
        answers.push_back(entry.daemonRunning && !entry.suspended
                              ? _panel.status(entry.id)
                              : QtFuture::makeReadyFuture(Result<AmpStatus>(AmpStatus{})));
    }
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const AmpInstance &entry = entries.at(static_cast<qsizetype>(i));
        const auto status = co_await answerOf(answers.at(i));
        if (!domain::isValidInstanceName(entry.name)) {
            logSkippedOnce(
                {u"AMP's instance \""_s + excerpt(entry.name, 80) + u"\" is skipped: not a name"_s});
            continue;
        }
        Instance &instance = joined[entry.name];
        instance.ref = {_server, entry.name};
        instance.ampId = entry.id.toLower();
        instance.inAmp = true;
        instance.state = stateOf(entry, status);
        instance.players = status ? status->players : std::nullopt;
    }
    if (listed)
        inventory.disagreements = disagreementsOf(joined);
    for (auto &[name, instance] : joined) {
        instance.lastSeen = _clock.now();
        inventory.instances.append(instance);
    }
    co_return inventory;
}

} // namespace archivesmp::agent::instances
