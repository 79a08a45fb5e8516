// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleet.h"
#include "app/connections/connectioncontroller.h"
#include "app/credentials/memorysecretstore.h"
#include "app/drift/driftview.h"
#include "app/drift/findingtablemodel.h"
#include "app/fleet/fleetpanel.h"
#include "app/fleet/fleettreemodel.h"
#include "app/shell/mainwindow.h"
#include "app/theme/theme.h"
#include "tests/app/fakes/fakehost.h"
#include "tests/app/fakes/widgetsearch.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace archivesmp::tests {

// The whole console on a fleet that lives in the test.
class Console final
{
public:
    Console()
    {
        fillWithSample(host);
        settings = std::make_unique<QSettings>(folder.filePath(QStringLiteral("settings.ini")),
                                               QSettings::IniFormat);
        connections = std::make_unique<app::connections::ConnectionController>(
            fleet, *settings, app::connections::ConnectionController::Stores{keychain, session},
            [this](const app::client::Endpoint &endpoint) {
                return host.makeSession(endpoint.url.toString());
            });
    }

    void open()
    {
        window = std::make_unique<app::shell::MainWindow>(
            app::shell::MainWindow::Parts{theme, fleet, *connections, *settings});
        window->resize(1440, 900);
        window->show();
    }

    void openConnected()
    {
        fleet.addSession(host.makeSession(QStringLiteral("wss://10.0.0.1:8001")));
        open();
        QTRY_COMPARE(window->driftView().model().rowCount(), 14);
    }

    void picture(const QString &name, QWidget *of = nullptr)
    {
        const QString path = QStringLiteral(ARCHIVESMP_SCREENSHOTS "/") + scheme() + QLatin1Char('-') + name
            + QStringLiteral(".png");
        QDir().mkpath(QStringLiteral(ARCHIVESMP_SCREENSHOTS));
        QWidget *shown = of == nullptr ? window.get() : of;
        QVERIFY(QTest::qWaitForWindowExposed(shown));
        QCoreApplication::processEvents(); // what has been answered by now belongs in the picture
        QVERIFY(shown->grab().save(path));
    }

    [[nodiscard]] QString scheme() const
    {
        return theme.scheme() == app::theme::Scheme::Dark ? QStringLiteral("dark") : QStringLiteral("light");
    }

    [[nodiscard]] QByteArray settingsText()
    {
        settings->sync();
        QFile file(settings->fileName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    template <typename Dialog>
    [[nodiscard]] Dialog *dialog() const
    {
        return visibleChild<Dialog>(window.get());
    }

    [[nodiscard]] const app::fleet::FleetNode &node(const QString &key) const
    {
        return window->fleetPanel().model().node(window->fleetPanel().model().indexOfKey(key));
    }

    QTemporaryDir folder;
    FakeHost host;
    app::theme::Theme theme;
    app::client::Fleet fleet;
    app::credentials::MemorySecretStore keychain;
    app::credentials::MemorySecretStore session;
    std::unique_ptr<QSettings> settings;
    std::unique_ptr<app::connections::ConnectionController> connections;
    std::unique_ptr<app::shell::MainWindow> window;
};

} // namespace archivesmp::tests
