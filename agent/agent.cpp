// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/agent.h"

#include "agent/clientside.h"
#include "agent/enginechoice.h"
#include "agent/hostlink/httpshostapi.h"
#include "agent/hostlink/localhostapi.h"
#include "agent/hostside.h"
#include "agent/redis/redisfeed.h"
#include "agent/settings/certificate.h"
#include "agent/workshop.h"

#include <QLoggingCategory>

namespace archivesmp::agent {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcAgent, "archivesmp.agent", QtInfoMsg)

std::unique_ptr<jobs::HostApi> httpsHost(const settings::AgentSettings &settings)
{
    hostlink::HttpsHostSettings host;
    host.url = settings.hostApi->url;
    host.apiKey = settings.hostApi->apiKey;
    host.trust = {settings.hostApi->pin, settings.hostApi->ca};
    host.server = settings.physicalServer;
    return std::make_unique<hostlink::HttpsHostApi>(host);
}

std::vector<std::unique_ptr<jobs::JobFeed>> redisFeeds(const settings::AgentSettings &settings)
{
    redis::RedisFeedSettings feed;
    feed.redis = redisServer(settings);
    feed.server = settings.physicalServer;
    std::vector<std::unique_ptr<jobs::JobFeed>> feeds;
    feeds.push_back(std::make_unique<redis::RedisFeed>(std::move(feed)));
    return feeds;
}

} // namespace

Agent::Agent(settings::AgentSettings settings, QObject *parent)
    : QObject(parent)
    , _settings(std::move(settings))
{ }

Agent::~Agent() = default;

void Agent::start()
{
    if (_settings.allowInsecure)
        qCWarning(lcAgent) << "allow_insecure is set: secrets may cross the network in clear";
    if (_settings.role == domain::ServerRole::Client)
        startClient();
    else
        startHost();
}

void Agent::startClient()
{
    if (const Result<void> prepared = prepareClient(); !prepared) {
        Q_EMIT failed(describe(prepared.error()));
        return;
    }
    startWork();
    Q_EMIT started(_clientSide->controlPort(), 0);
}

Result<void> Agent::prepareClient()
{
    if (Result<void> made = settings::ensureCertificate(_settings.tls, _settings.physicalServer); !made)
        return made;
    _clientSide = std::make_unique<ClientSide>(_settings, _clock, [this](const auto &use) {
        if (_workshop)
            _workshop->use(use);
        else
            use(nullptr);
    });
    return _clientSide->openDoor();
}

void Agent::startHost()
{
    if (const Result<void> prepared = prepareHost(); !prepared) {
        Q_EMIT failed(describe(prepared.error()));
        return;
    }
    _hostSide->coordinator().start().then(this, [this](const Result<void> &ready) {
        const Result<void> opened = ready ? _hostSide->openDoors() : ready;
        if (!opened) {
            Q_EMIT failed(describe(opened.error()));
            return;
        }
        startWork();
        Q_EMIT started(_hostSide->controlPort(), _hostSide->webApiPort());
    });
}

Result<void> Agent::prepareHost()
{
    if (Result<void> made = settings::ensureCertificate(_settings.tls, _settings.physicalServer); !made)
        return made;
    Result<std::unique_ptr<HostSide>> side = HostSide::make(_settings, _clock);
    if (!side)
        return side.error();
    _hostSide = std::move(*side);
    return {};
}

void Agent::startWork()
{
    Workshop::Parts parts{.settings = _settings, .clock = _clock, .makeHost = {}, .makeFeeds = {}};
    if (_hostSide) {
        parts.makeHost = [this] {
            return std::make_unique<hostlink::LocalHostApi>(_hostSide->coordinator(),
                                                            _settings.physicalServer);
        };
    } else {
        parts.makeHost = [this] { return httpsHost(_settings); };
        parts.log = &_clientSide->log();
        parts.sealer = &_clientSide->sealer();
    }
    if (_settings.redis)
        parts.makeFeeds = [this] { return redisFeeds(_settings); };
    _workshop = std::make_unique<Workshop>(std::move(parts));
    connect(_workshop.get(), &Workshop::drained, this, [this] {
        _workshop.reset();
        if (_hostSide)
            _hostSide->closeDoors();
        if (_clientSide)
            _clientSide->closeDoor();
        Q_EMIT stopped();
    });
    _workshop->start();
}

void Agent::stop()
{
    if (_stopping)
        return;
    _stopping = true;
    if (_workshop)
        _workshop->drain();
    else
        Q_EMIT stopped();
}

std::vector<service::WatchedLoop> Agent::loops() const
{
    std::vector<service::WatchedLoop> loops;
    if (_hostSide) {
        loops.push_back({u"the coordinator"_s, [this](std::function<void()> answer) {
                             _hostSide->coordinator().pulse(std::move(answer));
                         }});
    }
    if (_workshop) {
        loops.push_back(
            {u"the worker"_s, [this](std::function<void()> answer) { _workshop->pulse(std::move(answer)); }});
    }
    return loops;
}

} // namespace archivesmp::agent
