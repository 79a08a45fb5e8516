// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/ampsession.h"

#include "common/core/textescape.h"

#include <QLoggingCategory>

namespace archivesmp::agent::amp {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcAmp, "archivesmp.amp", QtInfoMsg)

namespace {

constexpr std::chrono::milliseconds firstPause = 30s;
constexpr std::chrono::milliseconds longestPause = 15min;
constexpr int noTry = 10; // doublings after which the pause is the longest one

// AMP's numbers for a login that did not succeed.
enum LoginResult {
    TokenRejected = 1,
    FullLoginRequired = 2,
    InstanceSuspended = 6,
    PasswordChangeRequired = 20,
    AccountDisabled = 25,
    TwoFactorChallenge = 40,
    TwoFactorSetupRequired = 45,
    TwoFactorFailed = 50,
    LoginServerUnavailable = 500
};

bool isLost(const Result<QJsonValue> &outcome)
{
    return !outcome && outcome.error().code == ErrorCode::Unauthenticated;
}

// AMP looks at the session before it looks at the permission and at the state.
bool wasTaken(const Result<QJsonValue> &outcome)
{
    return outcome || outcome.error().code == ErrorCode::PermissionDenied
        || outcome.error().code == ErrorCode::Conflict;
}

SessionCarrier otherThan(SessionCarrier carrier)
{
    return carrier == SessionCarrier::Header ? SessionCarrier::Body : SessionCarrier::Header;
}

// What only a person can change is not worth a second try soon.
bool needsOperator(int result)
{
    return result == InstanceSuspended || result == PasswordChangeRequired || result == AccountDisabled
        || result == TwoFactorChallenge || result == TwoFactorSetupRequired || result == TwoFactorFailed;
}

QString explained(int result, const QString &reason)
{
    switch (result) {
    case InstanceSuspended:
        return u"the instance is suspended"_s;
    case PasswordChangeRequired:
        return u"the account must change its password"_s;
    case AccountDisabled:
        return u"the account is disabled"_s;
    case TwoFactorChallenge:
    case TwoFactorSetupRequired:
    case TwoFactorFailed:
        return u"the account asks for a second factor; use one without"_s;
    case LoginServerUnavailable:
        return u"AMP's login server does not answer"_s;
    default:
        return reason.isEmpty() ? u"wrong user name or password"_s : excerpt(reason);
    }
}

} // namespace

AmpSession::AmpSession(const PanelAccess &access, AmpTransport &transport, const Clock &clock,
                       QObject *parent)
    : QObject(parent)
    , _access(access)
    , _transport(transport)
    , _clock(clock)
    , _carrier(access.firstCarrier)
{ }

AmpSession::AmpSession(const PanelAccess &access, AmpTransport &transport, const Clock &clock,
                       AmpSession &controller, const QString &instanceId, QObject *parent)
    : AmpSession(access, transport, clock, parent)
{
    _controller = &controller;
    _instanceId = instanceId;
    _prefix = u"ADSModule/Servers/%1/API/"_s.arg(instanceId);
    connect(&controller, &AmpSession::renewed, this, &AmpSession::drop);
}

void AmpSession::call(const QString &method, const QJsonObject &parameters, const ScopedAnswer &answered)
{
    const Call call{method, parameters, answered};
    withSession([this, call](const Result<void> &ready) {
        if (ready)
            send(call, Repeat::Allowed);
        else
            call.answered(ready.error(), _logins);
    });
}

void AmpSession::drop()
{
    _session = Secret();
    _proven = false;
}

void AmpSession::withSession(const Ready &ready)
{
    if (!_session.isEmpty()) {
        ready({});
        return;
    }
    _waiting.append(ready);
    if (_waiting.size() == 1)
        logIn();
}

void AmpSession::send(const Call &call, Repeat repeat)
{
    const auto answered
        = [this, call, repeat, session = _session, login = _logins](const Result<QJsonValue> &outcome) {
              if (isLost(outcome) && repeat == Repeat::Allowed) {
                  handleLoss(call, session, outcome);
                  return;
              }
              if (isCurrent(session)) {
                  if (isLost(outcome))
                      drop();
                  else
                      _proven = _proven || wasTaken(outcome);
              }
              call.answered(outcome, login);
          };
    _transport.send({_prefix + call.method, call.parameters, _session, _carrier, answered});
}

void AmpSession::handleLoss(const Call &call, const Secret &session, const Result<QJsonValue> &outcome)
{
    // Lost before it was ever taken: this AMP wants it the other way.
    if (isCurrent(session) && !_proven) {
        sendOtherWay(call);
        return;
    }
    if (isCurrent(session))
        drop();
    qCInfo(lcAmp) << "session lost, logging in again:" << outcome.error().message;
    withSession([this, call](const Result<void> &ready) {
        if (ready)
            send(call, Repeat::Done);
        else
            call.answered(ready.error(), _logins);
    });
}

void AmpSession::sendOtherWay(const Call &call)
{
    const SessionCarrier carrier = otherThan(_carrier);
    const auto answered
        = [this, call, carrier, session = _session, login = _logins](const Result<QJsonValue> &outcome) {
              if (isCurrent(session)) {
                  if (isLost(outcome)) {
                      drop();
                  } else if (wasTaken(outcome)) {
                      _carrier = carrier;
                      _proven = true;
                  }
              }
              call.answered(outcome, login);
          };
    _transport.send({_prefix + call.method, call.parameters, _session, carrier, answered});
}

void AmpSession::logIn()
{
    if (_clock.uptime() < _notBefore) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(_notBefore - _clock.uptime()).count();
        answerWaiting(
            Error{ErrorCode::Unauthenticated,
                  u"AMP refused the login: %1; next attempt in %2 s"_s.arg(_lastRefusal).arg(seconds)});
    } else if (_controller != nullptr) {
        logInByToken();
    } else {
        logInByPassword();
    }
}

// As the panel does it: the controller hands out a token for one login. Works with accounts and roles for
// which the password would not, and the other way round.
void AmpSession::logInByToken()
{
    const auto useToken = [this](const Result<QJsonValue> &outcome) {
        const int result = outcome ? outcome->toObject().value("result"_L1).toInt() : 0;
        if (outcome && (result == TokenRejected || result == FullLoginRequired))
            logInByPassword();
        else
            finishLogin(outcome);
    };
    _controller->call(
        u"ADSModule/ManageInstance"_s, {{u"InstanceId"_s, _instanceId}},
        [this, useToken](const Result<QJsonValue> &outcome, int) {
            const bool unanswerable = !outcome && outcome.error().code != ErrorCode::PermissionDenied
                && outcome.error().code != ErrorCode::Conflict && outcome.error().code != ErrorCode::Internal;
            const QString token = outcome ? outcome->toObject().value("Result"_L1).toString() : QString();
            if (unanswerable)
                finishLogin(outcome);
            else if (token.isEmpty())
                logInByPassword();
            else
                postLogin({}, token, useToken);
        });
}

void AmpSession::logInByPassword()
{
    postLogin(_access.password, {}, [this](const Result<QJsonValue> &outcome) { finishLogin(outcome); });
}

void AmpSession::postLogin(const Secret &password, const QString &token, const Answered &answered)
{
    const QJsonObject parameters{{u"username"_s, _access.username},
                                 {u"password"_s, QString::fromUtf8(password.reveal())},
                                 {u"token"_s, token},
                                 {u"rememberMe"_s, false}};
    _transport.send({_prefix + u"Core/Login"_s, parameters, {}, _carrier, answered});
}

void AmpSession::finishLogin(const Result<QJsonValue> &outcome)
{
    if (!outcome) {
        answerWaiting(outcome.error());
        return;
    }
    const QJsonObject answer = outcome->toObject();
    const QString session = answer.value("sessionID"_L1).toString();
    if (!answer.value("success"_L1).toBool() || session.isEmpty()) {
        refuseLogin(answer);
        return;
    }
    _session = Secret(session.toLatin1());
    _proven = false;
    ++_logins;
    _refusals = 0;
    Q_EMIT renewed();
    answerWaiting({});
}

void AmpSession::refuseLogin(const QJsonObject &answer)
{
    const int result = answer.value("result"_L1).toInt();
    _lastRefusal = explained(result, answer.value("resultReason"_L1).toString());
    const int doublings = needsOperator(result) ? noTry : std::min(_refusals, noTry);
    ++_refusals;
    _notBefore = _clock.uptime() + std::min(firstPause * (1 << doublings), longestPause);
    qCWarning(lcAmp) << "login refused:" << _lastRefusal;
    const ErrorCode code
        = result == LoginServerUnavailable ? ErrorCode::Unavailable : ErrorCode::Unauthenticated;
    answerWaiting(Error{code, u"AMP refused the login: "_s + _lastRefusal});
}

void AmpSession::answerWaiting(const Result<void> &outcome)
{
    const QList<Ready> waiting = std::exchange(_waiting, {});
    for (const Ready &ready : waiting)
        ready(outcome);
}

} // namespace archivesmp::agent::amp
