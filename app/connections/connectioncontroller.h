// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/agentsession.h"
#include "app/client/session.h"
#include "app/connections/connectionprofile.h"
#include "app/credentials/secretstore.h"

#include <QObject>

class QSettings;

namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::connections {

enum class KeyPlace { Keychain, ThisSession }; // where a key is kept, by the user's own choice

// Opens the sessions of all connections at start, tests new ones, and keeps their keys. Lives in the GUI
// thread.
class ConnectionController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionController)

public:
    struct Stores
    {
        credentials::SecretStore &keychain;
        credentials::SecretStore &session; // forgets with the program
    };

    ConnectionController(client::Fleet &fleet, QSettings &settings, Stores stores,
                         client::SessionFactory makeSession, QObject *parent = nullptr);

    [[nodiscard]] const QList<ConnectionProfile> &profiles() const { return _profiles; }

    // Opens what is known. Profiles whose key cannot be read are told by keyMissing().
    void openAll();

    // Connects once with what is to be saved; gives the agent's own words about itself.
    void test(const client::Endpoint &endpoint);
    void cancelTest();

    // Saves a connection (or the new key and pin of one) and opens it.
    void save(const ConnectionProfile &profile, const Secret &key, KeyPlace place);
    void remove(const QUrl &url);

Q_SIGNALS:
    void tested(const archivesmp::protocol::HelloReply &hello);
    void testFailed(const archivesmp::Error &error);
    void saved();
    void saveFailed(const archivesmp::Error &error); // Unavailable: there is no keychain; nothing was saved
    void keyMissing(const archivesmp::app::connections::ConnectionProfile &profile,
                    const archivesmp::Error &error);
    void profilesChanged();

private:
    void open(const ConnectionProfile &profile, const Secret &key);
    void finishSave(const ConnectionProfile &profile, const Secret &key);
    void followTest();

    client::Fleet &_fleet;
    QSettings &_settings;
    Stores _stores;
    client::SessionFactory _makeSession;
    QList<ConnectionProfile> _profiles;
    std::unique_ptr<client::Session> _test;
};

} // namespace archivesmp::app::connections
