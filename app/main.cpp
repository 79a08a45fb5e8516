// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/fleet.h"
#include "app/client/remotesession.h"
#include "app/connections/connectioncontroller.h"
#include "app/connections/givenendpoint.h"
#include "app/credentials/keychainsecretstore.h"
#include "app/credentials/memorysecretstore.h"
#include "app/shell/mainwindow.h"
#include "app/theme/theme.h"
#include "common/core/logging.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace archivesmp;
using namespace archivesmp::app;

namespace {

struct Options
{
    QCommandLineOption settings{u"settings"_s, text("Keep the settings in FILE."), u"FILE"_s};
    QCommandLineOption url{u"url"_s, text("Connect to this agent only, and save nothing of it."),
                           u"wss://HOST:PORT"_s};
    QCommandLineOption keyFile{u"api-key-file"_s, text("With --url: the file that holds the key."),
                               u"FILE"_s};
    QCommandLineOption pin{u"pin"_s, text("With --url: the SHA-256 of the agent's certificate."),
                           u"SHA256"_s};

    static QString text(const char *words) { return QCoreApplication::translate("main", words); }
};

void readArguments(QCommandLineParser &arguments, const Options &options)
{
    arguments.setApplicationDescription(
        Options::text("Shows the fleet, its drift and its jobs, and puts things right."));
    arguments.addHelpOption();
    arguments.addVersionOption();
    arguments.addOptions({options.settings, options.url, options.keyFile, options.pin});
    arguments.process(*QCoreApplication::instance());
}

} // namespace

int main(int argc, char **argv)
{
    installLogging(LogTime::Shown);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"ArchiveSMP"_s);
    QApplication::setApplicationName(u"archivesmp-console"_s);
    QApplication::setApplicationVersion(QStringLiteral(ARCHIVESMP_VERSION));
    const Options options;
    QCommandLineParser arguments;
    readArguments(arguments, options);
    Result<client::Endpoint> given = client::Endpoint{};
    if (arguments.isSet(options.url))
        given = connections::givenEndpoint(arguments.value(options.url), arguments.value(options.keyFile),
                                           arguments.value(options.pin));
    if (!given) {
        QTextStream(stderr) << "archivesmp-console: " << describe(given.error()) << Qt::endl;
        return 1;
    }

    const auto settings = arguments.isSet(options.settings)
        ? std::make_unique<QSettings>(arguments.value(options.settings), QSettings::IniFormat)
        : std::make_unique<QSettings>();
    theme::Theme theme;
    theme.setPreference(static_cast<theme::Theme::Preference>(settings->value("window/theme", 0).toInt()));
    theme.apply();
    client::Fleet fleet;
    const auto makeSession = [](const client::Endpoint &endpoint) {
        return std::make_unique<client::RemoteSession>(u"archivesmp-console"_s, endpoint);
    };
    credentials::KeychainSecretStore keychain(u"archivesmp-console"_s);
    credentials::MemorySecretStore session;
    connections::ConnectionController connections(fleet, *settings, {keychain, session}, makeSession);
    shell::MainWindow window({theme, fleet, connections, *settings});
    window.show();
    if (!given->url.isEmpty())
        fleet.addSession(makeSession(*given));
    else if (connections.profiles().isEmpty())
        window.showConnect();
    else
        connections.openAll();
    return QApplication::exec();
}
