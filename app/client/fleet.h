// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleetmirror.h"
#include "app/client/session.h"

#include <QDateTime>
#include <QFuture>
#include <QStringList>

#include <optional>
#include <vector>

namespace archivesmp::app::client {

class FleetFeed;

// One agent as the status bar shows it.
struct AgentStatus
{
    QString server; // empty until it has said who it is
    QString address;
    Session::State state = Session::State::Connecting;
    bool synced = false;
    std::optional<domain::ServerRole> role;
    domain::User user;
    Error error;         // why it is not there
    QDateTime lastHeard; // UTC; invalid where never
};

// The whole fleet out of the sessions of all agents. The host answers for everything; where it is away, each
// agent answers for its own server, and what nobody answers for stays as it was told last, with its age.
// Lives in the GUI thread.
class Fleet final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Fleet)

public:
    explicit Fleet(QObject *parent = nullptr);
    ~Fleet() override;

    void addSession(std::unique_ptr<Session> session);
    void removeSession(const QString &address);
    void reconnect(const QString &address); // now; all where it is empty

    [[nodiscard]] QList<domain::PhysicalServer> servers() const; // the host first, then by name
    [[nodiscard]] QList<domain::Instance> instancesOf(const QString &server) const;
    [[nodiscard]] QList<domain::InstalledPlugin> pluginsOf(const domain::InstanceRef &instance) const;
    [[nodiscard]] QStringList pluginNames() const; // of all that are installed anywhere, each once, sorted
    [[nodiscard]] QList<FindingPtr> findingsOf(const domain::InstanceRef &instance) const;
    [[nodiscard]] QList<FindingPtr> findings() const;
    [[nodiscard]] FindingPtr finding(const FindingId &id) const;
    [[nodiscard]] QList<domain::Job> jobs()
        const; // newest first; children too, and those of agents' own doors
    [[nodiscard]] std::optional<domain::Job> job(const JobId &id) const;
    [[nodiscard]] QList<protocol::EngineStatus> engines() const;
    [[nodiscard]] QList<AgentStatus> agents() const;
    [[nodiscard]] bool hasExpectations() const;
    [[nodiscard]] QList<domain::UnresolvedKeys> unresolved() const; // expected settings that are in no file

    // Whether what is held about the server is followed at this moment; if not, of when it is.
    [[nodiscard]] bool isLive(const QString &server) const;
    [[nodiscard]] QDateTime asOf(const QString &server) const;
    [[nodiscard]] QString sourceOf(const QString &server) const; // whose agent said it: a server's name
    [[nodiscard]] bool hasLoaded() const; // at least one agent has given everything once

    // Whom to ask about the fleet, its plans and jobs: the host, or nobody.
    [[nodiscard]] Session *host() const;
    // The host's answer; Unavailable where nobody is there to ask.
    template <typename Request>
    [[nodiscard]] QFuture<Result<typename Request::Reply>> askHost(const Request &request) const
    {
        if (Session *session = host(); session != nullptr)
            return session->ask(request);
        return QtFuture::makeReadyFuture(Result<typename Request::Reply>(hostAway()));
    }
    [[nodiscard]] static Error hostAway();
    // Whom to ask about one server: the host, else the server's own agent, or nobody.
    [[nodiscard]] Session *sessionFor(const QString &server) const;
    // Whether anybody is there to scan the server; where it is empty, at least one.
    [[nodiscard]] bool answersFor(const QString &server) const;
    // Whom to ask about one job: the agent that told of it, for one that was started at a client's own door
    // is not known to the host; or nobody.
    [[nodiscard]] Session *sessionOf(const JobId &job) const;

Q_SIGNALS:
    void serversChanged();
    void instancesChanged(const QString &server);
    void pluginsChanged(const archivesmp::domain::InstanceRef &instance);
    void findingsChanged(const archivesmp::domain::InstanceRef &instance);
    void jobChanged(const archivesmp::JobId &id);
    void jobEventAdded(const archivesmp::domain::JobEvent &event);
    void enginesChanged();
    void agentsChanged();

private:
    struct Member
    {
        std::unique_ptr<Session> session;
        std::unique_ptr<FleetFeed> feed;
    };

    [[nodiscard]] const FleetFeed *hostFeed() const; // live or not
    [[nodiscard]] const FleetFeed *ownFeed(const QString &server) const;
    [[nodiscard]] const FleetFeed *feedFor(const QString &server) const;
    [[nodiscard]] QStringList serverNames() const;
    void takeChanges(const FleetFeed &from, const FleetChanges &changes);
    void updateOwners();
    void announceServer(const QString &server);
    [[nodiscard]] QSet<domain::InstanceRef> knownInstances(const QString &server) const;

    std::vector<Member> _members;
    QHash<QString, const FleetFeed *> _owners; // as announced last
};

} // namespace archivesmp::app::client
