// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/core/secret.h"
#include "common/domain/physicalserver.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

namespace archivesmp::agent::settings {

// The agent's configuration file (host-config.yaml, client-config.yaml), validated. The keys are those of the
// seed document with the additions of installers/linux/*.template; a section that is absent is an absent
// optional and chooses the embedded engine.

struct AmpSettings
{
    QUrl url;
    QString username;
    Secret password;
};

struct RedisSettings
{
    QString host;
    quint16 port = 6379;
    int database = 0;
    bool tls = false;
    QString ca; // PEM file
    QString username;
    Secret password;
    QString prefix = QStringLiteral("archivesmp"); // of every key and channel
};

struct MariaDbSettings
{
    QString host;
    quint16 port = 3306;
    QString database;
    QString username;
    Secret password;
    QString tlsCa; // PEM file; empty for no TLS (loopback only)
};

struct MinioSettings
{
    QString endpoint; // host:port
    QString bucket = QStringLiteral("archivesmp");
    QString region = QStringLiteral("us-east-1");
    bool tls = true;
    QString accessKey;
    Secret secretKey;
    QUrl publicUrl; // where others than the host reach it; not used yet
};

struct HostApiSettings
{
    QUrl url; // https
    Secret apiKey;
    QByteArray pin; // SHA-256 of the host's certificate, 32 bytes; or …
    QString ca;     // … a PEM file
};

struct TlsSettings
{
    QString certificate; // PEM files; made at the first start where absent
    QString key;
};

// Every duration that delivery promises, so that tests can scale them with their ratios kept.
struct Durations
{
    std::chrono::milliseconds heartbeat = std::chrono::seconds(5);
    std::chrono::milliseconds degraded = std::chrono::seconds(15);
    std::chrono::milliseconds offline = std::chrono::seconds(30);
    std::chrono::milliseconds lease = std::chrono::seconds(60);
    std::chrono::milliseconds renew = std::chrono::seconds(15);
    std::chrono::milliseconds reconcile = std::chrono::seconds(5);
    std::chrono::milliseconds poll = std::chrono::seconds(10); // long poll of next
    std::chrono::milliseconds retryBase = std::chrono::seconds(5);
    std::chrono::milliseconds retryCap = std::chrono::seconds(300);
    std::chrono::milliseconds stopTimeout = std::chrono::seconds(120);
    std::chrono::milliseconds healthMinimum
        = std::chrono::seconds(20); // how long an instance must stay healthy
    std::chrono::milliseconds healthDeadline = std::chrono::seconds(300);
    std::chrono::milliseconds ampPoll = std::chrono::seconds(1); // while waiting for a state
    std::chrono::milliseconds discovery = std::chrono::seconds(30);
};

// How long backups stay on the disk: as long as either says so.
struct BackupSettings
{
    int keep = 10; // the newest of an instance
    int days = 30;
};

struct ConfiguredServer
{
    QString name;
    domain::ServerRole role = domain::ServerRole::Client;
    QString gamingRole;
    QString ipAddress;
    QString ampUrl;
};

struct AgentSettings
{
    QString file; // the configuration file itself
    domain::ServerRole role = domain::ServerRole::Client;
    QString physicalServer;
    AmpSettings amp;
    std::optional<RedisSettings> redis;
    std::optional<MariaDbSettings> mariadb; // host only
    std::optional<MinioSettings> minio;     // host only
    std::optional<HostApiSettings> hostApi; // client only, and required there
    bool webApi = false;
    quint16 webApiPort = 8000; // 0 takes a free one (tests)
    quint16 controlPort = 8001;
    QString bindAddress; // empty for all addresses
    TlsSettings tls;
    QString stateFolder;
    QString instancesRoot;
    std::chrono::seconds scanEvery = std::chrono::hours(1);     // host only
    std::chrono::seconds healthEvery = std::chrono::minutes(5); // host only; not used yet
    BackupSettings backups;
    Durations durations;
    QList<ConfiguredServer> servers;                     // host only: the fleet
    QStringList proofInstances{QStringLiteral("DEV01")}; // the first wave of every deploy that includes them
    int restartsAtOnce = 1;                              // per server
    bool allowInsecure = false;
    QList<Error> warnings; // with file, line and field: what is right, but does less than one may think
};

} // namespace archivesmp::agent::settings
