// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/demofleet.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QThread>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString host = u"hetzner"_s;
const QString client = u"ovh"_s;

// A pause between two looks at another process, which tells nobody when it is done.
void pauseBetweenLooks()
{
    QThread::msleep(50);
}

QByteArray sha256Of(const QString &path)
{
    return QCryptographicHash::hash(contentOf(path), QCryptographicHash::Sha256);
}

} // namespace

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

DemoFleet::DemoFleet(DemoOptions options)
    : _options(std::move(options))
{ }

DemoFleet::~DemoFleet() = default;

bool DemoFleet::fail(const QString &problem)
{
    _problem = problem;
    return false;
}

bool DemoFleet::run(const QString &program, const QStringList &arguments, QByteArray *output)
{
    Program process(builtProgram(program), arguments);
    if (!process.start() || process.waitForExit() != 0)
        return fail(process.description());
    if (output != nullptr)
        *output = process.standardOutput();
    return true;
}

bool DemoFleet::writePrivate(const QString &relative, const QByteArray &content)
{
    QFile file(path(relative));
    return QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(content) == content.size();
}

QString DemoFleet::minecraftFolder(const QString &server, const QString &instance) const
{
    return path(u"fleet/"_s + server + u'/' + instance + u"/Minecraft"_s);
}

QJsonObject DemoFleet::truth() const
{
    return QJsonDocument::fromJson(contentOf(path(u"truth.json"_s))).object();
}

QByteArray DemoFleet::commonSettings(const QString &server) const
{
    return "physical_server: " + server.toUtf8()
        + "\namp:\n  url: http://127.0.0.1:" + _panelPorts.at(server).toUtf8()
        + "\n  username: admin\n  password: {file: " + path(u"secrets/amp-"_s + server).toUtf8()
        + "}\ninstances: {root: " + path(u"fleet/"_s + server).toUtf8()
        + "}\nstate: " + path(u"state-"_s + server).toUtf8() + "\nbind: 127.0.0.1\ncontrol: {port: "
        + _controlPorts.at(server).toUtf8() + "}\ndurations: {" + _options.durations + "}\n";
}

bool DemoFleet::writeHostSettings()
{
    return writePrivate(u"conf-hetzner/config.yaml"_s,
                        "role: host\n" + commonSettings(host)
                            + "webapi: {enabled: true, port: " + _webApiPort.toUtf8()
                            + "}\nservers:\n  - {name: hetzner, role: host, gaming_role: secondary}\n"
                              "  - {name: ovh, role: client, gaming_role: primary}\n"
                            + _options.hostSettings)
        || fail(u"cannot write the host's configuration"_s);
}

bool DemoFleet::writeClientSettings()
{
    return writePrivate(u"conf-ovh/config.yaml"_s,
                        "role: client\n" + commonSettings(client) + "host_api:\n  url: " + _webApi.toUtf8()
                            + "\n  api_key: {file: " + path(u"secrets/client.key"_s).toUtf8() + "}\n  pin: '"
                            + _pin.toUtf8() + "'\n" + _options.clientSettings)
        || fail(u"cannot write the client's configuration"_s);
}

bool DemoFleet::startPanel(const QString &server)
{
    if (!writePrivate(u"secrets/amp-"_s + server, panelPassword(server)))
        return fail(u"cannot write the password of the panel"_s);
    const QString port = _panelPorts.contains(server) ? _panelPorts.at(server) : u"0"_s;
    auto panel = std::make_unique<Program>(builtProgram(u"archivesmp-ampsim"_s),
                                           QStringList{u"--root"_s, path(u"fleet/"_s + server), u"--port"_s,
                                                       port, u"--user"_s, u"admin"_s, u"--password-file"_s,
                                                       path(u"secrets/amp-"_s + server)});
    if (!panel->start())
        return fail(panel->description());
    const QRegularExpressionMatch match = panel->waitForLine(u"^listening on 127\\.0\\.0\\.1:(\\d+)"_s);
    if (!match.hasMatch())
        return fail(panel->description());
    _panelPorts[server] = match.captured(1);
    _panels[server] = std::move(panel);
    return true;
}

bool DemoFleet::startAgent(const QString &server)
{
    auto agent = std::make_unique<Program>(
        builtProgram(u"archivesmp-agent"_s),
        QStringList{u"run"_s, u"--config"_s, path(u"conf-"_s + server + u"/config.yaml"_s)});
    agent->setEnvironment(u"QT_LOGGING_RULES"_s,
                          u"archivesmp.*=true"_s); // secrets are looked for in all of it
    if (!agent->start())
        return fail(agent->description());
    const QRegularExpressionMatch match
        = agent->waitForLine(u"^listening .*control=(\\d+)(?: webapi=(\\d+))?"_s);
    if (!match.hasMatch())
        return fail(agent->description());
    _controlPorts[server] = match.captured(1);
    if (server == host) {
        _control = u"wss://127.0.0.1:"_s + match.captured(1);
        _webApiPort = match.captured(2);
        _webApi = u"https://127.0.0.1:"_s + _webApiPort;
    } else {
        QByteArray pin;
        if (!run(u"archivesmp-agent"_s,
                 {u"pin"_s, u"--config"_s, path(u"conf-"_s + server + u"/config.yaml"_s)}, &pin))
            return false;
        _clientDoor = {u"wss://127.0.0.1:"_s + match.captured(1), QString::fromUtf8(pin.trimmed())};
    }
    _agents[server] = std::move(agent);
    return true;
}

bool DemoFleet::restartAgent(const QString &server)
{
    _formerLogs[server] = logOf(server);
    _agents.erase(server);
    return (server == host ? writeHostSettings() : writeClientSettings()) && startAgent(server);
}

bool DemoFleet::start()
{
    if (!run(u"archivesmp-fleetgen"_s,
             {u"--root"_s, _folder.path(), u"--instances"_s, QString::number(_options.instances),
              u"--drifts"_s, QString::number(_options.drifts), u"--plugins"_s,
              QString::number(_options.plugins), u"--seed"_s, QString::number(_options.seed)}))
        return false;
    for (const QString &server : {host, client}) {
        if (!startPanel(server))
            return false;
    }

    const QString hostConfig = path(u"conf-hetzner/config.yaml"_s);
    if (!writeHostSettings())
        return false;
    QByteArray adminKey;
    QByteArray clientKey;
    QByteArray pin;
    if (!run(u"archivesmp-agent"_s,
             {u"key"_s, u"create"_s, u"--config"_s, hostConfig, u"--name"_s, u"admin"_s, u"--role"_s,
              u"admin"_s},
             &adminKey)
        || !run(u"archivesmp-agent"_s,
                {u"key"_s, u"create"_s, u"--config"_s, hostConfig, u"--name"_s, u"ovh-agent"_s, u"--role"_s,
                 u"agent"_s, u"--server"_s, client},
                &clientKey)
        || !run(u"archivesmp-agent"_s, {u"pin"_s, u"--config"_s, hostConfig}, &pin))
        return false;
    _pin = QString::fromUtf8(pin.trimmed());
    if (!writePrivate(u"secrets/admin.key"_s, adminKey.trimmed())
        || !writePrivate(u"secrets/client.key"_s, clientKey.trimmed()))
        return fail(u"cannot write the keys"_s);

    return startAgent(host) && writeClientSettings() && startAgent(client) && waitUntilOnline();
}

CommandOutcome DemoFleet::ctl(const QStringList &arguments, std::chrono::seconds limit) const
{
    return ctlAt({_control, _pin}, arguments, limit);
}

CommandOutcome DemoFleet::ctlAtClient(const QStringList &arguments, std::chrono::seconds limit) const
{
    return ctlAt(_clientDoor, arguments, limit);
}

QJsonDocument DemoFleet::ctlJsonAtClient(const QStringList &arguments) const
{
    return ctlAtClient(QStringList{u"--json"_s} + arguments).json();
}

CommandOutcome DemoFleet::ctlAt(const Door &door, const QStringList &arguments,
                                std::chrono::seconds limit) const
{
    Program program(
        builtProgram(u"archivesmpctl"_s),
        QStringList{u"--url"_s, door.url, u"--api-key-file"_s, adminKeyFile(), u"--pin"_s, door.pin}
            + arguments);
    if (!program.start())
        return {};
    const QString files = u"/proc/%1/"_s.arg(program.pid());
    const QByteArray process = contentOf(files + u"cmdline"_s) + contentOf(files + u"environ"_s);
    const int status = program.waitForExit(limit);
    const CommandOutcome outcome{status, program.standardOutput(), program.standardError()};
    _ctlLog += process + outcome.output + outcome.error;
    return outcome;
}

QJsonDocument DemoFleet::ctlJson(const QStringList &arguments) const
{
    return ctl(QStringList{u"--json"_s} + arguments).json();
}

bool DemoFleet::waitUntilOnline()
{
    const QDeadlineTimer deadline(30s);
    CommandOutcome last;
    while (!deadline.hasExpired()) {
        last = ctl({u"--json"_s, u"servers"_s});
        int online = 0;
        const QJsonArray servers = last.json()[u"servers"].toArray();
        for (const QJsonValue &server : servers)
            online += server[u"state"].toString() == "online"_L1 ? 1 : 0;
        if (online == 2)
            return true;
        pauseBetweenLooks();
    }
    return fail(u"the two servers are not online: "_s + QString::fromUtf8(last.output + last.error) + u'\n'
                + _agents.at(host)->description() + u'\n' + _agents.at(client)->description());
}

QJsonObject DemoFleet::waitForJob(const QString &id, std::chrono::seconds limit) const
{
    const QDeadlineTimer deadline(limit);
    QJsonObject job;
    while (!deadline.hasExpired()) {
        job = ctlJson({u"job"_s, id}).object();
        const QString status = job[u"job"][u"status"].toString(job[u"status"].toString());
        if (status == "completed"_L1 || status == "failed"_L1 || status == "cancelled"_L1
            || status == "rolled_back"_L1)
            return job;
        pauseBetweenLooks();
    }
    return job;
}

QString DemoFleet::order(const QStringList &plan) const
{
    const QString id = ctlJson(plan)[u"id"].toString();
    return ctlJson({u"apply"_s, id, u"--yes"_s, u"--no-wait"_s})[u"job"].toString();
}

QJsonObject DemoFleet::carryOut(const QStringList &plan) const
{
    return waitForJob(order(plan));
}

QString DemoFleet::artifact() const
{
    return QDir(path(u"artifacts"_s)).entryInfoList({u"*.jar"_s}).value(0).filePath();
}

QString DemoFleet::instanceWith(const QString &server, const QString &plugin) const
{
    const QJsonArray plugins = ctlJson({u"plugins"_s})[u"plugins"].toArray();
    for (const QJsonValue &entry : plugins) {
        if (entry[u"physical_server"].toString() == server && entry[u"name"].toString() == plugin
            && !entry[u"jar_file"].toString().isEmpty())
            return entry[u"instance"].toString();
    }
    return {};
}

QList<QByteArray> DemoFleet::jarsOf(const QString &server, const QString &instance,
                                    const QString &plugin) const
{
    QList<QByteArray> found;
    QDirIterator jars(minecraftFolder(server, instance) + u"/plugins"_s, {plugin + u"-*.jar"_s}, QDir::Files);
    while (jars.hasNext())
        found.append(sha256Of(jars.next()));
    return found;
}

bool DemoFleet::hasJar(const QString &server, const QString &instance, const QByteArray &sha256) const
{
    return jarsOf(server, instance, u"*"_s).contains(sha256);
}

QByteArray DemoFleet::logOf(const QString &server)
{
    Program &agent = *_agents.at(server);
    return _formerLogs[server] + agent.standardOutput() + agent.standardError();
}

QString DemoFleet::panelUrl(const QString &server) const
{
    return u"http://127.0.0.1:"_s + _panelPorts.at(server) + u'/';
}

QByteArray DemoFleet::panelPassword(const QString &server)
{
    return "canary-amp-" + server.toUtf8();
}

} // namespace archivesmp::tests
