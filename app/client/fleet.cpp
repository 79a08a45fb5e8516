// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/fleet.h"

#include "app/client/fleetfeed.h"

#include <QSet>

#include <algorithm>

namespace archivesmp::app::client {

using namespace archivesmp::domain;

namespace {
bool isHost(const FleetFeed &feed)
{
    return feed.session().hello().role == ServerRole::Host && !feed.session().hello().server.isEmpty();
}
} // namespace

Fleet::Fleet(QObject *parent)
    : QObject(parent)
{ }

Fleet::~Fleet() = default;

void Fleet::addSession(std::unique_ptr<Session> session)
{
    auto feed = std::make_unique<FleetFeed>(*session, nullptr);
    const FleetFeed *raw = feed.get();
    connect(raw, &FleetFeed::changed, this,
            [this, raw](const FleetChanges &changes) { takeChanges(*raw, changes); });
    connect(raw, &FleetFeed::syncChanged, this, [this] {
        updateOwners();
        Q_EMIT serversChanged(); // what is live has changed
        Q_EMIT agentsChanged();
    });
    connect(session.get(), &Session::stateChanged, this, &Fleet::agentsChanged);
    _members.push_back({std::move(session), std::move(feed)});
    updateOwners();
    Q_EMIT agentsChanged();
}

void Fleet::removeSession(const QString &address)
{
    const auto gone = std::find_if(_members.begin(), _members.end(), [&address](const Member &member) {
        return member.session->address() == address;
    });
    if (gone == _members.end())
        return;
    Member removed = std::move(*gone);
    _members.erase(gone);
    updateOwners();
    Q_EMIT serversChanged();
    Q_EMIT enginesChanged();
    Q_EMIT agentsChanged();
}

void Fleet::reconnect(const QString &address)
{
    for (const Member &member : _members) {
        if (address.isEmpty() || member.session->address() == address)
            member.session->reconnect();
    }
}

const FleetFeed *Fleet::hostFeed() const
{
    for (const Member &member : _members) {
        if (isHost(*member.feed))
            return member.feed.get();
    }
    return nullptr;
}

const FleetFeed *Fleet::ownFeed(const QString &server) const
{
    for (const Member &member : _members) {
        if (!server.isEmpty() && member.session->hello().server == server)
            return member.feed.get();
    }
    return nullptr;
}

const FleetFeed *Fleet::feedFor(const QString &server) const
{
    const FleetFeed *host = hostFeed();
    const FleetFeed *own = ownFeed(server);
    if (host != nullptr && host->isSynced())
        return host;
    if (own != nullptr && own->isSynced())
        return own;
    if (host != nullptr && host->hasEverSynced() && host->mirror().servers().contains(server))
        return host;
    return own;
}

QStringList Fleet::serverNames() const
{
    QStringList names;
    for (const Member &member : _members) {
        for (const PhysicalServer &server : member.feed->mirror().servers()) {
            if (!names.contains(server.name) && feedFor(server.name) != nullptr
                && feedFor(server.name)->mirror().servers().contains(server.name))
                names.append(server.name);
        }
    }
    return names;
}

QList<PhysicalServer> Fleet::servers() const
{
    QList<PhysicalServer> list;
    const FleetFeed *host = hostFeed();
    for (const QString &name : serverNames()) {
        PhysicalServer server = feedFor(name)->mirror().servers().value(name);
        // What stands in the host's configuration no other agent knows.
        if (host != nullptr && feedFor(name) != host && host->mirror().servers().contains(name)) {
            const PhysicalServer known = host->mirror().servers().value(name);
            server.gamingRole = known.gamingRole;
            server.ipAddress = known.ipAddress;
        }
        list.append(server);
    }
    std::sort(list.begin(), list.end(), [](const PhysicalServer &a, const PhysicalServer &b) {
        return a.role != b.role ? a.role == ServerRole::Host : a.name < b.name;
    });
    return list;
}

QList<Instance> Fleet::instancesOf(const QString &server) const
{
    const FleetFeed *feed = feedFor(server);
    return feed == nullptr ? QList<Instance>() : feed->mirror().instancesOf(server);
}

QList<InstalledPlugin> Fleet::pluginsOf(const InstanceRef &instance) const
{
    const FleetFeed *feed = feedFor(instance.server);
    return feed == nullptr ? QList<InstalledPlugin>() : feed->mirror().pluginsOf(instance);
}

QStringList Fleet::pluginNames() const
{
    QSet<QString> names;
    for (const domain::PhysicalServer &server : servers()) {
        for (const domain::Instance &instance : instancesOf(server.name)) {
            for (const domain::InstalledPlugin &plugin : pluginsOf(instance.ref))
                names.insert(plugin.name);
        }
    }
    QStringList list(names.begin(), names.end());
    list.sort(Qt::CaseInsensitive);
    return list;
}

QList<FindingPtr> Fleet::findingsOf(const InstanceRef &instance) const
{
    const FleetFeed *feed = feedFor(instance.server);
    return feed == nullptr ? QList<FindingPtr>() : feed->mirror().findingsOf(instance);
}

QList<FindingPtr> Fleet::findings() const
{
    QList<FindingPtr> list;
    for (const QString &server : serverNames()) {
        const auto withFindings = feedFor(server)->mirror().instancesWithFindings();
        for (const InstanceRef &instance : withFindings) {
            if (instance.server == server)
                list += findingsOf(instance);
        }
    }
    return list;
}

FindingPtr Fleet::finding(const FindingId &id) const
{
    for (const Member &member : _members) {
        const FindingPtr found = member.feed->mirror().finding(id);
        if (found != nullptr && feedFor(found->instance.server) == member.feed.get())
            return found;
    }
    return nullptr;
}

QList<Job> Fleet::jobs() const
{
    QHash<JobId, Job> jobs;
    for (const Member &member : _members)
        jobs.insert(member.feed->mirror().jobs());
    QList<Job> list = jobs.values();
    std::sort(list.begin(), list.end(), [](const Job &a, const Job &b) {
        return a.createdAt != b.createdAt ? a.createdAt > b.createdAt : b.id < a.id;
    });
    return list;
}

std::optional<Job> Fleet::job(const JobId &id) const
{
    for (const Member &member : _members) {
        const auto found = member.feed->mirror().jobs().constFind(id);
        if (found != member.feed->mirror().jobs().constEnd())
            return *found;
    }
    return std::nullopt;
}

QList<protocol::EngineStatus> Fleet::engines() const
{
    if (const FleetFeed *host = hostFeed(); host != nullptr && host->isSynced())
        return host->mirror().engines();
    QList<protocol::EngineStatus> list;
    for (const Member &member : _members) {
        if (member.feed->isSynced())
            list += member.feed->mirror().engines();
    }
    return list;
}

QList<AgentStatus> Fleet::agents() const
{
    QList<AgentStatus> list;
    for (const Member &member : _members) {
        const protocol::HelloReply hello = member.session->hello();
        AgentStatus status{hello.server,
                           member.session->address(),
                           member.session->state(),
                           member.feed->isSynced(),
                           std::nullopt,
                           hello.user,
                           member.session->lastError(),
                           member.feed->lastHeard()};
        if (!hello.server.isEmpty())
            status.role = hello.role;
        if (status.state == Session::State::Online && !status.synced)
            status.error = member.feed->syncError();
        list.append(status);
    }
    return list;
}

bool Fleet::hasExpectations() const
{
    const FleetFeed *host = hostFeed();
    return host != nullptr && host->mirror().hasExpectations();
}

QList<domain::UnresolvedKeys> Fleet::unresolved() const
{
    const FleetFeed *host = hostFeed();
    return host != nullptr ? host->mirror().unresolved() : QList<domain::UnresolvedKeys>();
}

bool Fleet::isLive(const QString &server) const
{
    const FleetFeed *feed = feedFor(server);
    return feed != nullptr && feed->isSynced();
}

QDateTime Fleet::asOf(const QString &server) const
{
    const FleetFeed *feed = feedFor(server);
    return feed == nullptr ? QDateTime() : feed->lastHeard();
}

bool Fleet::hasLoaded() const
{
    return std::any_of(_members.begin(), _members.end(),
                       [](const Member &member) { return member.feed->hasEverSynced(); });
}

Error Fleet::hostAway()
{
    return {ErrorCode::Unavailable,
            tr("the host does not answer; expectations, rules and plans are kept there")};
}

Session *Fleet::host() const
{
    const FleetFeed *feed = hostFeed();
    return feed != nullptr && feed->session().state() == Session::State::Online ? &feed->session() : nullptr;
}

Session *Fleet::sessionFor(const QString &server) const
{
    if (Session *session = host(); session != nullptr)
        return session;
    const FleetFeed *own = ownFeed(server);
    return own != nullptr && own->session().state() == Session::State::Online ? &own->session() : nullptr;
}

bool Fleet::answersFor(const QString &server) const
{
    if (!server.isEmpty())
        return sessionFor(server) != nullptr;
    return std::any_of(_members.begin(), _members.end(), [](const Member &member) {
        return member.session->state() == Session::State::Online;
    });
}

Session *Fleet::sessionOf(const JobId &job) const
{
    for (const Member &member : _members) {
        if (member.feed->mirror().jobs().contains(job) && member.session->state() == Session::State::Online)
            return member.session.get();
    }
    return nullptr;
}

QString Fleet::sourceOf(const QString &server) const
{
    const FleetFeed *feed = feedFor(server);
    return feed == nullptr ? QString() : feed->session().hello().server;
}

void Fleet::takeChanges(const FleetFeed &from, const FleetChanges &changes)
{
    updateOwners();
    const auto owns = [this, &from](const QString &server) { return feedFor(server) == &from; };
    if (changes.servers)
        Q_EMIT serversChanged();
    for (const QString &server : changes.instancesOf) {
        if (owns(server))
            Q_EMIT instancesChanged(server);
    }
    for (const InstanceRef &instance : changes.plugins) {
        if (owns(instance.server))
            Q_EMIT pluginsChanged(instance);
    }
    for (const InstanceRef &instance : changes.findings) {
        if (owns(instance.server))
            Q_EMIT findingsChanged(instance);
    }
    for (const JobId &id : changes.jobs)
        Q_EMIT jobChanged(id);
    for (const JobEvent &event : changes.jobEvents)
        Q_EMIT jobEventAdded(event);
    if (changes.engines)
        Q_EMIT enginesChanged();
}

// Where another agent answers for a server from now on, everything about it may be different.
void Fleet::updateOwners()
{
    QHash<QString, const FleetFeed *> owners;
    for (const QString &server : serverNames())
        owners.insert(server, feedFor(server));
    if (owners == _owners)
        return;
    const QHash<QString, const FleetFeed *> before = std::exchange(_owners, owners);
    Q_EMIT serversChanged();
    for (auto it = owners.constBegin(); it != owners.constEnd(); ++it) {
        if (before.value(it.key()) != it.value())
            announceServer(it.key());
    }
    Q_EMIT enginesChanged();
}

void Fleet::announceServer(const QString &server)
{
    Q_EMIT instancesChanged(server);
    const auto instances = knownInstances(server);
    for (const InstanceRef &instance : instances) {
        Q_EMIT pluginsChanged(instance);
        Q_EMIT findingsChanged(instance);
    }
}

QSet<InstanceRef> Fleet::knownInstances(const QString &server) const
{
    QSet<InstanceRef> known;
    for (const Member &member : _members) {
        for (const Instance &instance : member.feed->mirror().instancesOf(server))
            known.insert(instance.ref);
        const auto withFindings = member.feed->mirror().instancesWithFindings();
        for (const InstanceRef &instance : withFindings) {
            if (instance.server == server)
                known.insert(instance);
        }
    }
    return known;
}

} // namespace archivesmp::app::client
