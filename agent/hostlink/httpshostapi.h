// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/hostapi.h"
#include "common/core/secret.h"
#include "common/transport/pinnedtls.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QUrl>

#include <functional>
#include <memory>

namespace archivesmp::agent::hostlink {

struct HttpsHostSettings
{
    QUrl url; // "https://hetzner.example:8000"
    Secret apiKey;
    transport::PeerTrust trust;
    QString server;                                               // that this agent works for
    std::chrono::milliseconds timeout = std::chrono::seconds(15); // without a byte
};

// The host over its HTTPS API. No redirect is followed, no cookie kept, and no key sent before the host has
// shown that it owns the pinned certificate. Lives in one thread with an event loop.
class HttpsHostApi final : public QObject, public jobs::HostApi
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpsHostApi)

public:
    explicit HttpsHostApi(HttpsHostSettings settings, QObject *parent = nullptr);
    ~HttpsHostApi() override;

    QFuture<Result<protocol::AgentWelcome>> hello(const protocol::AgentHello &hello) override;
    QFuture<Result<protocol::HeartbeatReply>> heartbeat(const protocol::Heartbeat &beat) override;
    QFuture<Result<std::optional<JobId>>> next(std::chrono::seconds wait) override;
    QFuture<Result<protocol::ClaimedJob>> claim(const protocol::ClaimRequest &request) override;
    QFuture<Result<protocol::RenewReply>> renew(const protocol::RenewRequest &request) override;
    QFuture<Result<void>> report(const protocol::ScanReportPart &part) override;
    QFuture<Result<void>> finish(const protocol::JobResult &result) override;
    QFuture<Result<void>> record(const protocol::LocalDeed &deed) override;
    QFuture<Result<QByteArray>> expectations(const QByteArray &wantedHash) override;
    QFuture<Result<void>> fetchArtifact(const QByteArray &sha256, const QString &path) override;
    QFuture<Result<void>> storeArtifact(const QByteArray &sha256, const QString &path) override;

private:
    using Trusted = std::function<void(const Result<transport::TrustedPeer> &)>;
    struct Call;

    void whenTrusted(Trusted then);
    void trustAnswered(const Result<transport::TrustedPeer> &peer);
    void forgetTrust();

    [[nodiscard]] QFuture<Result<QByteArray>> post(const QString &path, const QJsonObject &body);
    [[nodiscard]] QFuture<Result<QByteArray>> get(const QString &path, std::chrono::milliseconds extraTime);
    [[nodiscard]] QFuture<Result<QByteArray>> start(std::shared_ptr<Call> call);
    void send(const std::shared_ptr<Call> &call, const transport::TrustedPeer &peer);
    [[nodiscard]] QNetworkRequest requestFor(const Call &call, const transport::TrustedPeer &peer) const;
    void take(Call &call, QNetworkReply &reply);
    void ended(const std::shared_ptr<Call> &call, QNetworkReply &reply);
    [[nodiscard]] Error networkError(const QNetworkReply &reply);

    HttpsHostSettings _settings;
    QNetworkAccessManager _network;
    std::optional<transport::TrustedPeer> _peer;
    QList<Trusted> _waitingForTrust;
};

} // namespace archivesmp::agent::hostlink
