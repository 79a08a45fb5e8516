// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/clientside.h"

#include "agent/servertls.h"

#include <QMessageAuthenticationCode>

namespace archivesmp::agent {

namespace {

settings::SecretKey memoryKey(const Secret &apiKey)
{
    return settings::SecretKey(Secret(QMessageAuthenticationCode::hash(
        "archivesmp host memory v1", apiKey.reveal(), QCryptographicHash::Sha256)));
}

} // namespace

ClientSide::ClientSide(const settings::AgentSettings &settings, const Clock &clock,
                       ownserver::OwnServer::Run run)
    : _settings(settings)
    , _clock(clock)
    , _sealer(memoryKey(settings.hostApi->apiKey))
    , _ownServer(settings.physicalServer, settings.hostApi->url.host(), _log, std::move(run))
{ }

Result<void> ClientSide::openDoor()
{
    const Result<QSslConfiguration> tls = serverTls(_settings.tls);
    if (!tls)
        return tls.error();
    control::DoorSettings door;
    door.server = _settings.physicalServer;
    door.role = domain::ServerRole::Client;
    door.tls = *tls;
    _control = std::make_unique<control::ControlDoor>(_ownServer, _clock, door);
    return _control->listen(doorAddress(_settings), _settings.controlPort);
}

void ClientSide::closeDoor()
{
    if (_control)
        _control->close();
}

} // namespace archivesmp::agent
