// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/ampclient.h"

#include "agent/amp/ampvalues.h"

#include <QPromise>
#include <QUuid>

namespace archivesmp::agent::amp {

using namespace Qt::StringLiterals;
using instances::AmpInstance;
using instances::AmpStatus;
using instances::ConsoleLine;

namespace {

template <typename T>
QFuture<Result<T>> completed(const Error &error)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(Result<T>(error));
    promise.finish();
    return promise.future();
}

// Calls the method and completes the future with what `read` makes of the answer and of the login that it
// came from.
template <typename T, typename Read>
QFuture<Result<T>> ask(AmpSession &session, const QString &method, const QJsonObject &parameters,
                       const Read &read)
{
    const auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    const QFuture<Result<T>> future = promise->future();
    session.call(method, parameters, [promise, read](const Result<QJsonValue> &outcome, int login) {
        promise->addResult(outcome ? Result<T>(read(*outcome, login)) : Result<T>(outcome.error()));
        promise->finish();
    });
    return future;
}

Error noSuchId(const QString &instanceId)
{
    return Error{ErrorCode::InvalidArgument, u"not the id of an AMP instance: "_s + instanceId};
}

} // namespace

AmpClient::AmpClient(PanelAccess access, const Clock &clock, QObject *parent)
    : QObject(parent)
    , _access(std::move(access))
    , _clock(clock)
    , _transport(std::make_unique<AmpTransport>(_access, clock))
    , _controller(_access, *_transport, clock)
{ }

AmpClient::~AmpClient()
{
    // First, while the sessions are there that its last answers go to.
    _transport.reset();
}

AmpClient::Scope *AmpClient::scopeOf(const QString &instanceId)
{
    const QUuid uuid = QUuid::fromString(instanceId);
    if (uuid.isNull())
        return nullptr;
    const QString id = uuid.toString(QUuid::WithoutBraces);
    Scope &scope = _instances[id];
    if (scope.session == nullptr)
        scope.session = std::make_unique<AmpSession>(_access, *_transport, _clock, _controller, id);
    return &scope;
}

QFuture<Result<QList<AmpInstance>>> AmpClient::listInstances()
{
    return ask<QList<AmpInstance>>(_controller, u"ADSModule/GetInstances"_s, {{u"ForceIncludeSelf"_s, false}},
                                   [](const QJsonValue &answer, int) { return readInstances(answer); });
}

QFuture<Result<AmpStatus>> AmpClient::status(const QString &instanceId)
{
    Scope *scope = scopeOf(instanceId);
    if (scope == nullptr)
        return completed<AmpStatus>(noSuchId(instanceId));
    return ask<AmpStatus>(*scope->session, u"Core/GetStatus"_s, {},
                          [](const QJsonValue &answer, int) { return readStatus(answer); });
}

QFuture<Result<void>> AmpClient::startDaemon(const QString &instanceName)
{
    return ask<void>(_controller, u"ADSModule/StartInstance"_s, {{u"InstanceName"_s, instanceName}},
                     [](const QJsonValue &, int) { return Result<void>(); });
}

QFuture<Result<void>> AmpClient::startApplication(const QString &instanceId)
{
    return startAfresh(instanceId, u"Core/Start"_s);
}

QFuture<Result<void>> AmpClient::stopApplication(const QString &instanceId)
{
    return act(instanceId, u"Core/Stop"_s);
}

QFuture<Result<void>> AmpClient::restartApplication(const QString &instanceId)
{
    return startAfresh(instanceId, u"Core/Restart"_s);
}

QFuture<Result<void>> AmpClient::killApplication(const QString &instanceId)
{
    return act(instanceId, u"Core/Kill"_s);
}

QFuture<Result<void>> AmpClient::sendConsole(const QString &instanceId, const QString &command)
{
    if (command.contains(u'\n') || command.contains(u'\r'))
        return completed<void>({ErrorCode::InvalidArgument, u"a console command is one line"_s});
    return act(instanceId, u"Core/SendConsoleMessage"_s, {{u"message"_s, command}});
}

QFuture<Result<QList<ConsoleLine>>> AmpClient::newConsoleLines(const QString &instanceId)
{
    Scope *scope = scopeOf(instanceId);
    if (scope == nullptr)
        return completed<QList<ConsoleLine>>(noSuchId(instanceId));
    return ask<QList<ConsoleLine>>(
        *scope->session, u"Core/GetUpdates"_s, {},
        [scope](const QJsonValue &answer, int login) -> Result<QList<ConsoleLine>> {
            const Result<QList<ConsoleLine>> lines = readConsole(answer);
            return lines ? Result<QList<ConsoleLine>>(scope->console.newOf(*lines, login)) : lines;
        });
}

QFuture<Result<void>> AmpClient::act(const QString &instanceId, const QString &method,
                                     const QJsonObject &parameters)
{
    Scope *scope = scopeOf(instanceId);
    if (scope == nullptr)
        return completed<void>(noSuchId(instanceId));
    return ask<void>(*scope->session, method, parameters,
                     [](const QJsonValue &, int) { return Result<void>(); });
}

QFuture<Result<void>> AmpClient::startAfresh(const QString &instanceId, const QString &method)
{
    Scope *scope = scopeOf(instanceId);
    if (scope == nullptr)
        return completed<void>(noSuchId(instanceId));
    const auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    const auto complete = [promise](const Result<QJsonValue> &outcome, int) {
        promise->addResult(outcome ? Result<void>() : Result<void>(outcome.error()));
        promise->finish();
    };
    const auto markAndStart = [scope, method, complete](const Result<QJsonValue> &updates, int login) {
        // Who may start need not be allowed to read the console.
        if (!updates && updates.error().code != ErrorCode::PermissionDenied) {
            complete(updates, login);
            return;
        }
        const Result<QList<ConsoleLine>> lines = readConsole(updates.value_or(QJsonValue()));
        if (lines)
            static_cast<void>(scope->console.newOf(*lines, login));
        scope->session->call(method, {}, complete);
    };
    scope->session->call(u"Core/GetUpdates"_s, {}, markAndStart);
    return promise->future();
}

} // namespace archivesmp::agent::amp
