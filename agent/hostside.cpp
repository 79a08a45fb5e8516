// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/hostside.h"

#include "agent/artifacts/s3artifactstore.h"
#include "agent/enginechoice.h"
#include "agent/redis/redisannouncer.h"
#include "agent/servertls.h"
#include "agent/settings/certificate.h"
#include "agent/storage/sqlstores.h"
#include "common/scan/jardescriptor.h"

#include <QDir>

namespace archivesmp::agent {

using namespace Qt::StringLiterals;

namespace {

coordinator::CoordinatorOptions coordinatorOptions(const settings::AgentSettings &settings)
{
    coordinator::CoordinatorOptions options;
    for (const settings::ConfiguredServer &server : settings.servers) {
        domain::PhysicalServer known;
        known.name = server.name;
        known.role = server.role;
        known.gamingRole = server.gamingRole;
        known.ipAddress = server.ipAddress;
        known.ampUrl = server.ampUrl;
        options.servers.append(known);
    }
    options.proofInstances = settings.proofInstances;
    options.heartbeat = settings.durations.heartbeat;
    options.degraded = settings.durations.degraded;
    options.offline = settings.durations.offline;
    options.lease = settings.durations.lease;
    options.reconcile = settings.durations.reconcile;
    options.scanEvery = settings.scanEvery;
    options.retryBase = settings.durations.retryBase;
    options.retryCap = settings.durations.retryCap;
    options.server = settings.physicalServer;
    options.deliveryKind = settings.redis ? u"Redis"_s : u"long poll"_s;
    options.artifactsKind = settings.minio ? u"S3"_s : u"folder"_s;
    return options;
}

Result<coordinator::JarDescription> describeJar(const QString &path)
{
    const Result<scan::JarDescriptor> descriptor = scan::readJarDescriptor(path);
    if (!descriptor)
        return descriptor.error();
    return coordinator::JarDescription{descriptor->name, descriptor->version, descriptor->platform};
}

} // namespace

Result<std::unique_ptr<HostSide>> HostSide::make(const settings::AgentSettings &settings, const Clock &clock)
{
    Result<settings::SecretKey> key
        = settings::SecretKey::loadOrCreate(settings.stateFolder + u"/database.key"_s);
    if (!key)
        return key.error();
    return std::unique_ptr<HostSide>(new HostSide(settings, clock, KeySealer(std::move(*key))));
}

HostSide::HostSide(const settings::AgentSettings &settings, const Clock &clock, KeySealer sealer)
    : _settings(settings)
    , _clock(clock)
    , _sealer(std::move(sealer))
    , _coordinator(coordinatorOptions(settings), coordinatorParts())
{ }

coordinator::Coordinator::Parts HostSide::coordinatorParts()
{
    coordinator::Coordinator::Parts parts{_clock, _sealer, {}, {}, {}, describeJar};
    parts.openStores = [options = databaseOptions(_settings)] { return storage::SqlStores::open(options); };
    parts.makeArtifacts = [this] { return makeArtifacts(); };
    if (_settings.redis)
        parts.makeAnnouncer = [this](const QString &fleetId) { return makeAnnouncer(fleetId); };
    return parts;
}

std::unique_ptr<coordinator::ArtifactStore> HostSide::makeArtifacts()
{
    const QString folder = _settings.stateFolder + u"/artifacts"_s;
    if (!_settings.minio)
        return std::make_unique<artifacts::FolderArtifactStore>(folder);
    artifacts::S3Options options;
    options.endpoint
        = QUrl((_settings.minio->tls ? u"https://"_s : u"http://"_s) + _settings.minio->endpoint);
    options.bucket = _settings.minio->bucket;
    options.credentials = {_settings.minio->accessKey, _settings.minio->secretKey, _settings.minio->region};
    options.cacheFolder = folder;
    auto store = std::make_unique<artifacts::S3ArtifactStore>(options, _clock);
    QObject::connect(
        store.get(), &artifacts::S3ArtifactStore::stateChanged, store.get(),
        [this](bool up, const QString &reason) {
            _coordinator.setEngine({_settings.physicalServer, u"artifacts"_s, u"S3"_s, up, reason});
        });
    return store;
}

std::unique_ptr<coordinator::JobAnnouncer> HostSide::makeAnnouncer(const QString &fleetId)
{
    redis::AnnouncerSettings settings;
    settings.redis = redisServer(_settings);
    settings.fleetId = fleetId;
    settings.artifactUrl = [this] { return artifactUrl(_settings, _openWebApiPort); };
    for (const settings::ConfiguredServer &server : _settings.servers)
        settings.servers.append(server.name);
    auto announcer = std::make_unique<redis::RedisAnnouncer>(settings);
    QObject::connect(
        announcer.get(), &redis::RedisAnnouncer::stateChanged, announcer.get(),
        [this](bool up, const QString &reason) {
            _coordinator.setEngine({_settings.physicalServer, u"delivery"_s, u"Redis"_s, up, reason});
            // It may have come back empty.
            if (up)
                _coordinator.announceAgain();
        });
    announcer->start();
    return announcer;
}

Result<void> HostSide::openDoors()
{
    const QHostAddress address = doorAddress(_settings);
    if (_settings.webApi) {
        rest::RestSettings settings;
        settings.door.address = address;
        settings.door.port = _settings.webApiPort;
        settings.door.certificate = _settings.tls.certificate;
        settings.door.key = _settings.tls.key;
        settings.door.uploadFolder = _settings.stateFolder + u"/uploads"_s;
        QDir().mkpath(settings.door.uploadFolder);
        for (const settings::ConfiguredServer &server : _settings.servers)
            settings.servers.append(server.name);
        _rest = std::make_unique<rest::RestDoor>(_coordinator, _coordinator, _clock);
        if (Result<void> opened = _rest->open(settings); !opened)
            return opened;
        _openWebApiPort = _rest->port();
    }
    const Result<QSslConfiguration> tls = serverTls(_settings.tls);
    if (!tls)
        return tls.error();
    control::DoorSettings door;
    door.server = _settings.physicalServer;
    door.role = domain::ServerRole::Host;
    door.webApiPort = webApiPort();
    door.tls = *tls;
    _control = std::make_unique<control::ControlDoor>(_coordinator, _clock, door);
    return _control->listen(address, _settings.controlPort);
}

void HostSide::closeDoors()
{
    if (_control)
        _control->close();
    if (_rest)
        _rest->close();
}

} // namespace archivesmp::agent
