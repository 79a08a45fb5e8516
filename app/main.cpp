// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/fleet.h"
#include "app/client/remotesession.h"
#include "app/connections/connectioncontroller.h"
#include "app/credentials/keychainsecretstore.h"
#include "app/credentials/memorysecretstore.h"
#include "app/shell/mainwindow.h"
#include "app/theme/theme.h"
#include "common/core/logging.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>

using namespace Qt::StringLiterals;
using namespace archivesmp;
using namespace archivesmp::app;

int main(int argc, char **argv)
{
    installLogging(LogTime::Shown);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"ArchiveSMP"_s);
    QApplication::setApplicationName(u"archivesmp-console"_s);
    QApplication::setApplicationVersion(QStringLiteral(ARCHIVESMP_VERSION));
    QCommandLineParser arguments;
    arguments.setApplicationDescription(QCoreApplication::translate(
        "main", "Shows the fleet, its drift and its jobs, and puts things right."));
    arguments.addHelpOption();
    arguments.addVersionOption();
    const QCommandLineOption settingsFile(
        u"settings"_s, QCoreApplication::translate("main", "Keep the settings in FILE."), u"FILE"_s);
    arguments.addOption(settingsFile);
    arguments.process(application);

    const auto settings = arguments.isSet(settingsFile)
        ? std::make_unique<QSettings>(arguments.value(settingsFile), QSettings::IniFormat)
        : std::make_unique<QSettings>();
    theme::Theme theme;
    theme.setPreference(static_cast<theme::Theme::Preference>(settings->value("window/theme", 0).toInt()));
    theme.apply();
    client::Fleet fleet;
    credentials::KeychainSecretStore keychain(u"archivesmp-console"_s);
    credentials::MemorySecretStore session;
    connections::ConnectionController connections(
        fleet, *settings, {keychain, session}, [](const client::Endpoint &endpoint) {
            return std::make_unique<client::RemoteSession>(u"archivesmp-console"_s, endpoint);
        });
    shell::MainWindow window({theme, fleet, connections, *settings});
    window.show();
    if (connections.profiles().isEmpty())
        window.showConnect();
    else
        connections.openAll();
    return QApplication::exec();
}
