// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/amp/amptransport.h"

#include <QList>
#include <QObject>

namespace archivesmp::agent::amp {

// The agent's session in one scope of a panel: the controller, or one instance behind it. Logs in when it is
// needed, once for all who wait; a lost session is replaced and the call repeated once. After a refused login
// it does not try again for 30 seconds, then twice as long each time up to 15 minutes, because AMP locks an
// address out that keeps trying. Lives in the thread of its user and must outlive its transport's requests.
class AmpSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AmpSession)

public:
    // `login` counts the logins of this scope; what AMP gives per session begins anew with each.
    using ScopedAnswer = std::function<void(const Result<QJsonValue> &, int login)>;

    AmpSession(const PanelAccess &access, AmpTransport &transport, const Clock &clock,
               QObject *parent = nullptr);
    AmpSession(const PanelAccess &access, AmpTransport &transport, const Clock &clock, AmpSession &controller,
               const QString &instanceId, QObject *parent = nullptr);

    void call(const QString &method, const QJsonObject &parameters, const ScopedAnswer &answered);
    void drop(); // the next call logs in

Q_SIGNALS:
    void renewed(); // a login succeeded

private:
    struct Call
    {
        QString method;
        QJsonObject parameters;
        ScopedAnswer answered;
    };
    using Ready = std::function<void(const Result<void> &)>;
    enum class Repeat { Allowed, Done };

    void withSession(const Ready &ready);
    void send(const Call &call, Repeat repeat);
    void sendOtherWay(const Call &call);
    void handleLoss(const Call &call, const Secret &session, const Result<QJsonValue> &outcome);
    void logIn();
    void logInByToken();
    void logInByPassword();
    void postLogin(const Secret &password, const QString &token, const Answered &answered);
    void finishLogin(const Result<QJsonValue> &outcome);
    void refuseLogin(const QJsonObject &answer);
    void answerWaiting(const Result<void> &outcome);
    [[nodiscard]] bool isCurrent(const Secret &session) const { return session.equals(_session); }

    const PanelAccess &_access;
    AmpTransport &_transport;
    const Clock &_clock;
    AmpSession *_controller = nullptr; // nullptr for the controller itself
    QString _instanceId;
    QString _prefix; // of the path of every call

    Secret _session;      // empty while there is none
    bool _proven = false; // AMP took the session at least once
    int _logins = 0;
    SessionCarrier _carrier;
    QList<Ready> _waiting; // for the login that is under way

    int _refusals = 0; // logins refused in a row
    std::chrono::milliseconds _notBefore{0};
    QString _lastRefusal;
};

} // namespace archivesmp::agent::amp
