// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/amp/circuitbreaker.h"
#include "agent/amp/panelaccess.h"
#include "common/core/result.h"

#include <QHash>
#include <QJsonObject>
#include <QNetworkAccessManager>

#include <deque>
#include <functional>

class QNetworkReply;

namespace archivesmp::agent::amp {

using Answered = std::function<void(const Result<QJsonValue> &)>;

// One call of a method. The path is what comes after "/API/".
struct AmpRequest
{
    QString path;
    QJsonObject parameters;
    Secret session; // empty before a login
    SessionCarrier carrier = SessionCarrier::Header;
    Answered answered; // called exactly once
};

// Sends requests to one panel: only so many at once, each with a deadline, none to a panel that has not
// answered for a while. Nothing is sent twice. Errors name the address of the call without credentials. Lives
// in the thread of its user.
class AmpTransport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AmpTransport)

public:
    AmpTransport(const PanelAccess &access, const Clock &clock, QObject *parent = nullptr);
    ~AmpTransport() override; // what is under way ends as Cancelled

    void send(AmpRequest request);

private:
    void sendWaiting();
    void start(AmpRequest request);
    void finished(QNetworkReply *reply, const AmpRequest &request);
    [[nodiscard]] Result<QJsonValue> outcomeOf(QNetworkReply *reply) const;
    [[nodiscard]] QUrl urlOf(const QString &path) const;

    const PanelAccess &_access;
    CircuitBreaker _breaker;
    QNetworkAccessManager _network;
    std::deque<AmpRequest> _waiting;
    QHash<QNetworkReply *, AmpRequest> _underWay;
    bool _closing = false;
};

} // namespace archivesmp::agent::amp
