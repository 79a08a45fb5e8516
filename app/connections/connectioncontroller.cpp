// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connections/connectioncontroller.h"

#include "app/client/answer.h"
#include "app/client/fleet.h"

#include <QSettings>

namespace archivesmp::app::connections {

using client::Endpoint;
using client::Session;

ConnectionController::ConnectionController(client::Fleet &fleet, QSettings &settings, Stores stores,
                                           client::SessionFactory makeSession, QObject *parent)
    : QObject(parent)
    , _fleet(fleet)
    , _settings(settings)
    , _stores(stores)
    , _makeSession(std::move(makeSession))
    , _profiles(readProfiles(settings))
{ }

void ConnectionController::openAll()
{
    for (const ConnectionProfile &profile : std::as_const(_profiles)) {
        client::whenAnswered(_stores.keychain.read(profile.keyName()), this,
                             [this, profile](const Result<Secret> &key) {
                                 if (key)
                                     open(profile, *key);
                                 else
                                     Q_EMIT keyMissing(profile, key.error());
                             });
    }
}

void ConnectionController::open(const ConnectionProfile &profile, const Secret &key)
{
    _fleet.removeSession(profile.url.toString());
    _fleet.addSession(_makeSession(Endpoint{profile.url, key, profile.pin}));
}

void ConnectionController::test(const Endpoint &endpoint)
{
    cancelTest();
    _test = _makeSession(endpoint);
    connect(_test.get(), &Session::stateChanged, this, &ConnectionController::followTest,
            Qt::QueuedConnection);
    followTest();
}

void ConnectionController::cancelTest()
{
    _test.reset();
}

// The first answer decides: a session that goes on trying is not waited for.
void ConnectionController::followTest()
{
    if (_test == nullptr)
        return;
    const Error error = _test->lastError();
    if (_test->state() == Session::State::Online) {
        const protocol::HelloReply hello = _test->hello();
        cancelTest();
        Q_EMIT tested(hello);
    } else if (_test->hasFailed()) {
        cancelTest();
        Q_EMIT testFailed(error);
    }
}

void ConnectionController::save(const ConnectionProfile &profile, const Secret &key, KeyPlace place)
{
    credentials::SecretStore &store = place == KeyPlace::Keychain ? _stores.keychain : _stores.session;
    client::whenAnswered(store.write(profile.keyName(), key), this,
                         [this, profile, key](const Result<void> &written) {
                             if (written)
                                 finishSave(profile, key);
                             else
                                 Q_EMIT saveFailed(written.error());
                         });
}

void ConnectionController::finishSave(const ConnectionProfile &profile, const Secret &key)
{
    _profiles.removeIf([&profile](const ConnectionProfile &other) { return other.url == profile.url; });
    _profiles.append(profile);
    writeProfiles(_settings, _profiles);
    open(profile, key);
    Q_EMIT saved();
    Q_EMIT profilesChanged();
}

void ConnectionController::remove(const QUrl &url)
{
    _profiles.removeIf([&url](const ConnectionProfile &profile) { return profile.url == url; });
    writeProfiles(_settings, _profiles);
    _fleet.removeSession(url.toString());
    const QString name = ConnectionProfile{url, {}}.keyName();
    for (credentials::SecretStore *store : {&_stores.keychain, &_stores.session})
        client::whenAnswered(store->remove(name), this, [](const Result<void> &) {});
    Q_EMIT profilesChanged();
}

} // namespace archivesmp::app::connections
