// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/hostside.h"

#include "agent/artifacts/s3artifactstore.h"
#include "agent/enginechoice.h"
#include "agent/redis/redisannouncer.h"
#include "agent/settings/certificate.h"
#include "agent/storage/sqlstores.h"
#include "common/scan/jardescriptor.h"

#include <QDir>
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

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

Result<QSslConfiguration> serverTls(const settings::TlsSettings &tls)
{
    QFile keyFile(tls.key);
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(tls.certificate);
    if (chain.isEmpty())
        return Error{ErrorCode::InvalidInput, u"holds no certificate in PEM form"_s, tls.certificate};
    if (!keyFile.open(QIODevice::ReadOnly))
        return Error{ErrorCode::PermissionDenied, u"cannot be read: "_s + keyFile.errorString(), tls.key};
    const QByteArray pem = keyFile.readAll();
    QSslKey key(pem, QSsl::Ec);
    if (key.isNull())
        key = QSslKey(pem, QSsl::Rsa);
    if (key.isNull())
        return Error{ErrorCode::InvalidInput, u"holds no private key in PEM form"_s, tls.key};
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(
        QSslSocket::VerifyNone); // people and agents prove themselves by their keys
    return configuration;
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
    const QHostAddress address = _settings.bindAddress.isEmpty() ? QHostAddress(QHostAddress::Any)
                                                                 : QHostAddress(_settings.bindAddress);
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
        _rest = std::make_unique<rest::RestDoor>(_coordinator, _clock);
        if (Result<void> opened = _rest->open(settings); !opened)
            return opened;
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
