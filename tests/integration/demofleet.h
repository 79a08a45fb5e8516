// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/program.h"

#include <QByteArray>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <map>
#include <memory>

namespace archivesmp::tests {

struct DemoOptions
{
    int instances = 8;
    int drifts = 6;
    int plugins = 8;
    int seed = 7;
    QByteArray hostSettings; // more lines of YAML for the host's configuration
    QByteArray clientSettings;
    QByteArray durations = "heartbeat: 300ms, degraded: 900ms, offline: 1800ms, lease: 4s, renew: 1s, "
                           "reconcile: 300ms, poll: 1s, "
                           "retry_base: 200ms, retry_cap: 1s, health_minimum: 300ms, health_deadline: 20s, "
                           "amp_poll: 100ms, discovery: 500ms";
};

struct CommandOutcome
{
    int status = -1;
    QByteArray output;
    QByteArray error;

    [[nodiscard]] QJsonDocument json() const { return QJsonDocument::fromJson(output); }
};

[[nodiscard]] QByteArray contentOf(const QString &path); // empty where there is no such file

// The whole system as its processes: a generated fleet of two servers (hetzner is the host, ovh a client)
// with their simulated AMP panels and agents, on loopback and in a temporary folder.
class DemoFleet final
{
public:
    explicit DemoFleet(DemoOptions options = {});
    ~DemoFleet();
    Q_DISABLE_COPY_MOVE(DemoFleet)

    // Lays out the fleet and starts all four processes; false with problem() set.
    [[nodiscard]] bool start();
    [[nodiscard]] bool startPanel(const QString &server);
    [[nodiscard]] bool startAgent(const QString &server);
    // Starts an agent that was stopped again, at the ports that it had.
    [[nodiscard]] bool restartAgent(const QString &server);
    [[nodiscard]] QString problem() const { return _problem; }

    // archivesmpctl with the admin's key against the host.
    [[nodiscard]] CommandOutcome ctl(const QStringList &arguments,
                                     std::chrono::seconds limit = std::chrono::seconds(90)) const;
    [[nodiscard]] QJsonDocument ctlJson(const QStringList &arguments) const;
    // The same against the client's own door.
    [[nodiscard]] CommandOutcome ctlAtClient(const QStringList &arguments,
                                             std::chrono::seconds limit = std::chrono::seconds(90)) const;
    [[nodiscard]] QJsonDocument ctlJsonAtClient(const QStringList &arguments) const;

    [[nodiscard]] bool waitUntilOnline();
    [[nodiscard]] QJsonObject waitForJob(const QString &id,
                                         std::chrono::seconds limit
                                         = std::chrono::seconds(60)) const; // until final
    // Applies the plan that `plan` asks for: the job's id.
    [[nodiscard]] QString order(const QStringList &plan) const;
    // The same, and waits for the end of the job.
    [[nodiscard]] QJsonObject carryOut(const QStringList &plan) const;

    [[nodiscard]] QString path(const QString &relative) const { return _folder.filePath(relative); }
    [[nodiscard]] QString minecraftFolder(const QString &server, const QString &instance) const;
    [[nodiscard]] QJsonObject truth() const; // truth.json

    // The JAR that was laid out to be deployed, newer than what the instances have, and its plugin.
    [[nodiscard]] QString artifact() const;
    [[nodiscard]] QString artifactPlugin() const { return artifact().section(u'/', -1).section(u'-', 0, 0); }
    // An instance that has the plugin, as the host knows it; empty where none has.
    [[nodiscard]] QString instanceWith(const QString &server, const QString &plugin) const;
    // The SHA-256 of each JAR of the plugin that is on the instance's disk.
    [[nodiscard]] QList<QByteArray> jarsOf(const QString &server, const QString &instance,
                                           const QString &plugin) const;
    // Whether a JAR of this SHA-256 is on the instance's disk, by whatever name.
    [[nodiscard]] bool hasJar(const QString &server, const QString &instance, const QByteArray &sha256) const;

    // What archivesmpctl has said on both channels, each time, with its arguments and its environment; and
    // the log of an agent, all its runs.
    [[nodiscard]] QByteArray everythingOfCtl() const { return _ctlLog; }
    [[nodiscard]] QByteArray logOf(const QString &server);
    [[nodiscard]] QString panelUrl(const QString &server) const; // http://127.0.0.1:PORT/
    [[nodiscard]] static QByteArray panelPassword(const QString &server);

    [[nodiscard]] Program &agent(const QString &server) { return *_agents.at(server); }
    [[nodiscard]] Program &panel(const QString &server) { return *_panels.at(server); }
    [[nodiscard]] QString webApi() const { return _webApi; }   // https://127.0.0.1:PORT
    [[nodiscard]] QString control() const { return _control; } // wss://127.0.0.1:PORT
    [[nodiscard]] QString pin() const { return _pin; }
    [[nodiscard]] QString adminKeyFile() const { return path(QStringLiteral("secrets/admin.key")); }

private:
    struct Door
    {
        QString url; // wss://127.0.0.1:PORT
        QString pin;
    };

    [[nodiscard]] CommandOutcome ctlAt(const Door &door, const QStringList &arguments,
                                       std::chrono::seconds limit) const;
    [[nodiscard]] bool run(const QString &program, const QStringList &arguments,
                           QByteArray *output = nullptr);
    [[nodiscard]] bool writePrivate(const QString &relative, const QByteArray &content);
    [[nodiscard]] QByteArray commonSettings(const QString &server) const;
    [[nodiscard]] bool writeHostSettings();
    [[nodiscard]] bool writeClientSettings();
    [[nodiscard]] bool fail(const QString &problem);

    DemoOptions _options;
    QTemporaryDir _folder;
    std::map<QString, std::unique_ptr<Program>> _panels;
    std::map<QString, std::unique_ptr<Program>> _agents;
    std::map<QString, QString> _panelPorts;
    std::map<QString, QString> _controlPorts{{QStringLiteral("hetzner"), QStringLiteral("0")},
                                             {QStringLiteral("ovh"), QStringLiteral("0")}};
    QString _webApiPort = QStringLiteral("0");
    QString _webApi;
    QString _control;
    QString _pin;
    Door _clientDoor;
    QString _problem;
    mutable QByteArray _ctlLog;
    std::map<QString, QByteArray> _formerLogs; // of agents that were started again since
};

} // namespace archivesmp::tests
