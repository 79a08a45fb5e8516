// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/remotesession.h"

namespace archivesmp::app::client {

RemoteSession::RemoteSession(const QString &program, const Endpoint &endpoint, QObject *parent)
    : Session(parent)
    , _endpoint(endpoint)
    , _session(program)
{
    connect(&_session, &AgentSession::stateChanged, this, [this] {
        // Known before anybody hears that it is online.
        if (_session.welcome())
            _hello = *_session.welcome();
        Q_EMIT stateChanged();
    });
    connect(&_session, &AgentSession::eventReceived, this, &Session::eventReceived);
    connect(&_session, &AgentSession::resyncNeeded, this, &Session::resyncNeeded);
    _session.open(endpoint);
}

Session::State RemoteSession::state() const
{
    switch (_session.state()) {
    case AgentSession::State::Connected:
        return State::Online;
    case AgentSession::State::Refused:
        return State::Refused;
    case AgentSession::State::Disconnected:
    case AgentSession::State::Connecting:
        break;
    }
    return State::Connecting;
}

bool RemoteSession::hasFailed() const
{
    return _session.error().has_value() && state() != State::Online;
}

Error RemoteSession::lastError() const
{
    return _session.error().value_or(Error{ErrorCode::Unavailable, tr("connecting")});
}

QFuture<Result<QByteArray>> RemoteSession::uploadArtifact(
    const QString &path, std::function<void(qint64 done, qint64 total)> progress)
{
    QFuture<Result<QByteArray>> upload = _session.uploadArtifact(path);
    const QMetaObject::Connection connection
        = connect(&_session, &AgentSession::uploadProgressed, this,
                  [path, progress = std::move(progress)](const QString &which, qint64 sent, qint64 total) {
                      if (which == path)
                          progress(sent, total);
                  });
    return upload.then(this, [connection](const Result<QByteArray> &outcome) {
        disconnect(connection);
        return outcome;
    });
}

} // namespace archivesmp::app::client
