// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connections/connectdialog.h"

#include "app/client/fleet.h"
#include "app/connections/connectionsdialog.h"
#include "app/connections/givenendpoint.h"
#include "app/credentials/memorysecretstore.h"
#include "app/theme/theme.h"
#include "tests/app/fakes/fakehost.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app::connections;
using namespace Qt::StringLiterals;
using app::credentials::MemorySecretStore;

namespace {

// A desktop without a keychain.
class NoKeychain final : public app::credentials::SecretStore
{
public:
    QFuture<Result<Secret>> read(const QString &) override
    {
        return QtFuture::makeReadyFuture(Result<Secret>(error()));
    }
    QFuture<Result<void>> write(const QString &, const Secret &) override
    {
        return QtFuture::makeReadyFuture(Result<void>(error()));
    }
    QFuture<Result<void>> remove(const QString &) override
    {
        return QtFuture::makeReadyFuture(Result<void>(error()));
    }

private:
    static Error error() { return {ErrorCode::Unavailable, u"this desktop has no keychain that answers"_s}; }
};

struct Desk
{
    explicit Desk(app::credentials::SecretStore *other = nullptr)
        : settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat)
        , controller(fleet, settings, {other == nullptr ? keychain : *other, memory},
                     [this](const app::client::Endpoint &endpoint) {
                         endpoints.append(endpoint);
                         return host.makeSession(endpoint.url.toString());
                     })
    {
        fillWithSample(host);
    }

    QByteArray settingsText()
    {
        settings.sync();
        QFile file(settings.fileName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir folder;
    FakeHost host;
    app::theme::Theme theme;
    app::client::Fleet fleet;
    MemorySecretStore keychain;
    MemorySecretStore memory;
    QSettings settings;
    QList<app::client::Endpoint> endpoints;
    ConnectionController controller;
};

void type(ConnectDialog &dialog, const QString &field, const QString &text)
{
    for (QLineEdit *edit : dialog.findChildren<QLineEdit *>()) {
        if (edit->accessibleName() == field) {
            edit->clear();
            QTest::keyClicks(edit, text);
        }
    }
}

QString message(const ConnectDialog &dialog)
{
    for (const QLabel *label : dialog.findChildren<QLabel *>()) {
        if (label->accessibleName() == u"State of the connection")
            return label->text();
    }
    return {};
}

QPushButton *primary(const ConnectDialog &dialog)
{
    for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
        if (button->isDefault())
            return button;
    }
    return nullptr;
}

} // namespace

class TestConnections final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAddressesAsPeopleWriteThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url");
        QTest::newRow("host") << u"10.0.0.1"_s << u"wss://10.0.0.1:8001"_s;
        QTest::newRow("host and port") << u" hub.example:9001 "_s << u"wss://hub.example:9001"_s;
        QTest::newRow("whole") << u"wss://hub.example:8001/"_s << u"wss://hub.example:8001"_s;
        QTest::newRow("IPv6") << u"[::1]:8001"_s << u"wss://[::1]:8001"_s;
        QTest::newRow("plain to this machine") << u"ws://127.0.0.1:8001"_s << u"ws://127.0.0.1:8001"_s;
        QTest::newRow("plain elsewhere") << u"ws://10.0.0.1:8001"_s << QString();
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("another scheme") << u"https://10.0.0.1"_s << QString();
        QTest::newRow("with a user") << u"wss://me:pw@10.0.0.1"_s << QString();
        QTest::newRow("no host") << u"wss://:8001"_s << QString();
    }

    void readsAddressesAsPeopleWriteThem()
    {
        QFETCH(QString, text);
        QFETCH(QString, url);

        const Result<QUrl> read = urlFromText(text);

        QCOMPARE(read.has_value(), !url.isEmpty());
        if (read)
            QCOMPARE(read->toString(), url);
    }

    void profilesAreKeptWithoutTheirKeys()
    {
        Desk desk;
        const ConnectionProfile profile{QUrl(u"wss://10.0.0.1:8001"_s), QByteArray(32, 'p')};
        QSignalSpy saved(&desk.controller, &ConnectionController::saved);

        desk.controller.save(profile, Secret("asmp_topsecret"), KeyPlace::Keychain);

        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(readProfiles(desk.settings), QList<ConnectionProfile>{profile});
        QVERIFY(!desk.settingsText().contains("topsecret"));
        QCOMPARE(desk.fleet.agents().size(), 1);
        QCOMPARE(desk.endpoints.last().key.reveal(), QByteArray("asmp_topsecret"));
    }

    void opensWhatIsKnownWithTheKeysOfTheKeychain()
    {
        Desk desk;
        QSignalSpy saved(&desk.controller, &ConnectionController::saved);
        desk.controller.save({QUrl(u"wss://10.0.0.1:8001"_s), {}}, Secret("k"), KeyPlace::Keychain);
        QTRY_COMPARE(saved.size(), 1);
        app::client::Fleet fleet;
        ConnectionController again(fleet, desk.settings, {desk.keychain, desk.memory},
                                   [&desk](const app::client::Endpoint &endpoint) {
                                       return desk.host.makeSession(endpoint.url.toString());
                                   });

        again.openAll();

        QTRY_COMPARE(fleet.agents().size(), 1);
    }

    void asksForAKeyThatIsNotThere()
    {
        Desk desk;
        writeProfiles(desk.settings, {{QUrl(u"wss://10.0.0.1:8001"_s), {}}});
        ConnectionController again(desk.fleet, desk.settings, {desk.keychain, desk.memory},
                                   [&desk](const app::client::Endpoint &endpoint) {
                                       return desk.host.makeSession(endpoint.url.toString());
                                   });
        QSignalSpy missing(&again, &ConnectionController::keyMissing);

        again.openAll();

        QTRY_COMPARE(missing.size(), 1);
        QVERIFY(desk.fleet.agents().isEmpty());
    }

    void removingAConnectionForgetsItsKey()
    {
        Desk desk;
        QSignalSpy saved(&desk.controller, &ConnectionController::saved);
        const ConnectionProfile profile{QUrl(u"wss://10.0.0.1:8001"_s), {}};
        desk.controller.save(profile, Secret("k"), KeyPlace::Keychain);
        QTRY_COMPARE(saved.size(), 1);

        desk.controller.remove(profile.url);

        QVERIFY(!desk.keychain.read(profile.keyName()).result().has_value());
        QVERIFY(desk.controller.profiles().isEmpty());
        QVERIFY(desk.fleet.agents().isEmpty());
    }

    void savesNothingUntilTheAgentHasAnswered()
    {
        Desk desk;
        desk.host.refuse({ErrorCode::Unauthenticated, u"no such key"_s});
        ConnectDialog dialog(desk.theme, desk.controller);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        type(dialog, u"Address of the agent"_s, u"10.0.0.1"_s);
        type(dialog, u"Key"_s, u"wrong"_s);
        type(dialog, u"Pin of the certificate"_s, QString(64, u'a'));

        QTest::mouseClick(primary(dialog), Qt::LeftButton);

        QTRY_COMPARE(message(dialog), u"no such key"_s);
        QVERIFY(dialog.isVisible());
        QVERIFY(desk.controller.profiles().isEmpty());
        QVERIFY(!desk.settingsText().contains("10.0.0.1"));
        desk.host.setOnline(true);
        QTest::mouseClick(primary(dialog), Qt::LeftButton);
        QTRY_VERIFY(!dialog.isVisible());
        QCOMPARE(desk.controller.profiles().size(), 1);
        QCOMPARE(desk.endpoints.last().pin, QByteArray(32, '\xaa'));
    }

    void saysWhatIsWrongWithTheFields()
    {
        Desk desk;
        ConnectDialog dialog(desk.theme, desk.controller);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();

        QTest::mouseClick(primary(dialog), Qt::LeftButton);
        QVERIFY(message(dialog).contains(u"host:8001"));
        type(dialog, u"Address of the agent"_s, u"10.0.0.1"_s);
        QTest::mouseClick(primary(dialog), Qt::LeftButton);
        QVERIFY(message(dialog).contains(u"without a key"));
        type(dialog, u"Key"_s, u"k"_s);
        type(dialog, u"Pin of the certificate"_s, u"abc"_s);
        QTest::mouseClick(primary(dialog), Qt::LeftButton);

        QVERIFY(!message(dialog).isEmpty());
        QVERIFY(desk.endpoints.isEmpty());
    }

    void anAddressWhereNobodyAnswersIsSaid()
    {
        Desk desk;
        ConnectDialog dialog(desk.theme, desk.controller);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        type(dialog, u"Address of the agent"_s, u"127.0.0.1:1"_s);
        type(dialog, u"Key"_s, u"k"_s);

        QTest::mouseClick(primary(dialog), Qt::LeftButton);

        QTRY_VERIFY(!message(dialog).isEmpty() && primary(dialog)->isEnabled());
        QVERIFY(desk.endpoints.isEmpty());
    }

    void withoutAKeychainTheUserChooses()
    {
        NoKeychain none;
        Desk desk(&none);
        ConnectDialog dialog(desk.theme, desk.controller);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        type(dialog, u"Address of the agent"_s, u"10.0.0.1"_s);
        type(dialog, u"Key"_s, u"asmp_topsecret"_s);
        type(dialog, u"Pin of the certificate"_s, QString(64, u'a'));
        QTest::mouseClick(primary(dialog), Qt::LeftButton);
        QTRY_COMPARE(primary(dialog)->text(), u"Keep for this session only"_s);
        QVERIFY(desk.controller.profiles().isEmpty());

        QTest::mouseClick(primary(dialog), Qt::LeftButton);

        QTRY_VERIFY(!dialog.isVisible());
        QCOMPARE(desk.controller.profiles().size(), 1);
        QCOMPARE(desk.memory.read(u"wss://10.0.0.1:8001"_s).result()->reveal(), QByteArray("asmp_topsecret"));
        QVERIFY(!desk.settingsText().contains("topsecret"));
    }

    void closingTheDialogEndsTheTest()
    {
        Desk desk;
        desk.host.setOnline(false);
        ConnectDialog dialog(desk.theme, desk.controller);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        type(dialog, u"Address of the agent"_s, u"10.0.0.1"_s);
        type(dialog, u"Key"_s, u"k"_s);
        type(dialog, u"Pin of the certificate"_s, QString(64, u'a'));
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QSignalSpy tested(&desk.controller, &ConnectionController::tested);

        desk.host.setOnline(true);
        QTest::qWait(1);

        QCOMPARE(tested.size(), 0);
        QVERIFY(desk.controller.profiles().isEmpty());
    }

    void theCommandLineNamesAnAgent()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"key"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("asmp_key\n");
        file.close();

        const auto given = givenEndpoint(u"127.0.0.1:9001"_s, path, QString(64, u'a'));

        QVERIFY(given);
        QCOMPARE(given->url, QUrl(u"wss://127.0.0.1:9001"_s));
        QCOMPARE(given->key.reveal(), QByteArray("asmp_key"));
        QCOMPARE(given->pin, QByteArray(32, '\xaa'));
    }

    void theCommandLineSaysWhatIsWrongWithIt()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"key"_s);

        QCOMPARE(givenEndpoint(u"127.0.0.1"_s, path, {}).error().code, ErrorCode::NotFound);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(givenEndpoint(u"127.0.0.1"_s, path, {}).error().message, u"the file holds no key"_s);
        file.write("k");
        file.close();
        QCOMPARE(givenEndpoint(u"127.0.0.1"_s, path, u"abc"_s).error().field, u"--pin"_s);
        QCOMPARE(givenEndpoint(u"https://x"_s, path, {}).error().code, ErrorCode::InvalidArgument);
    }

    void theListShowsTheStateOfEach()
    {
        Desk desk;
        QSignalSpy saved(&desk.controller, &ConnectionController::saved);
        desk.controller.save({QUrl(u"wss://10.0.0.1:8001"_s), {}}, Secret("k"), KeyPlace::Keychain);
        QTRY_COMPARE(saved.size(), 1);
        ConnectionsDialog dialog(desk.theme, desk.controller, desk.fleet);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        auto *list = dialog.findChild<QListWidget *>();
        QVERIFY(list->item(0)->text().contains(u"hetzner · online"));

        desk.host.refuse({ErrorCode::Unauthenticated, u"the key was revoked"_s});

        QVERIFY(list->item(0)->text().contains(u"the key was revoked"));
        desk.controller.remove(QUrl(u"wss://10.0.0.1:8001"_s));
        QCOMPARE(list->count(), 0);
    }
};

ARCHIVESMP_TEST(TestConnections)
#include "tst_connections.moc"
