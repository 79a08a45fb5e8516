// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inventorycommands.h"

#include "app/cli/conversation.h"
#include "app/cli/table.h"

#include "common/protocol/domainjson.h"

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;
using protocol::FleetState;

namespace {

void showServers(Conversation &talk, const FleetState &fleet)
{
    if (talk.output() == Output::Json) {
        printJson({{u"servers"_s, protocol::toJsonArray(fleet.servers)},
                   {u"engines"_s, protocol::toJsonArray(fleet.engines)}});
        return;
    }
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<QStringList> rows;
    for (const domain::PhysicalServer &server : fleet.servers)
        rows.append({server.name, nameOf(server.role), nameOf(server.state), ageText(server.lastSeen, now),
                     server.agentVersion, server.stateReason});
    talk.print(tableText({u"SERVER"_s, u"ROLE"_s, u"STATE"_s, u"SEEN"_s, u"VERSION"_s, u"REASON"_s}, rows));
    rows.clear();
    for (const protocol::EngineStatus &engine : fleet.engines) {
        if (!engine.up)
            rows.append({engine.server, engine.engine, engine.kind, engine.reason});
    }
    if (!rows.isEmpty())
        talk.print(u'\n' + tableText({u"SERVER"_s, u"DOWN"_s, u"KIND"_s, u"REASON"_s}, rows));
}

// AMP and the disk are two witnesses; where they disagree, both are named.
QString foundIn(const domain::Instance &instance)
{
    if (instance.onDisk && instance.inAmp)
        return u"both"_s;
    return instance.onDisk ? u"disk only"_s : instance.inAmp ? u"AMP only"_s : u"nowhere"_s;
}

void showInstances(Conversation &talk, const FleetState &fleet)
{
    if (talk.output() == Output::Json) {
        printJson({{u"instances"_s, protocol::toJsonArray(fleet.instances)}});
        return;
    }
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<QStringList> rows;
    for (const domain::Instance &instance : fleet.instances)
        rows.append({instance.ref.server, instance.ref.name, nameOf(instance.platform),
                     nameOf(instance.state), instance.players ? QString::number(*instance.players) : u"-"_s,
                     foundIn(instance), ageText(instance.lastSeen, now),
                     QString(ageText(instance.lastScan, now)
                             + (instance.scanPartial ? u" (partial)"_s : QString()))});
    talk.print(tableText({u"SERVER"_s, u"INSTANCE"_s, u"PLATFORM"_s, u"STATE"_s, u"PLAYERS"_s, u"FOUND"_s,
                          u"SEEN"_s, u"SCANNED"_s},
                         rows));
}

bool isAbout(const domain::InstanceRef &ref, const QString &wanted)
{
    return wanted.isEmpty() || wanted == ref.name || wanted == ref.toString();
}

void showPlugins(Conversation &talk, const FleetState &fleet)
{
    const QString wanted = talk.value(u"instance"_s);
    QList<domain::InstalledPlugin> plugins;
    for (const domain::InstalledPlugin &plugin : fleet.plugins) {
        if (isAbout(plugin.instance, wanted))
            plugins.append(plugin);
    }
    if (talk.output() == Output::Json) {
        printJson({{u"plugins"_s, protocol::toJsonArray(plugins)}});
        return;
    }
    QList<QStringList> rows;
    for (const domain::InstalledPlugin &plugin : std::as_const(plugins))
        rows.append(
            {plugin.instance.server, plugin.instance.name, plugin.name, plugin.version, plugin.jarFile});
    talk.print(tableText({u"SERVER"_s, u"INSTANCE"_s, u"PLUGIN"_s, u"VERSION"_s, u"JAR"_s}, rows));
}

using Show = void (*)(Conversation &, const FleetState &);

ExitStatus lookAtFleet(QCommandLineParser &parser, QLatin1StringView command, const QStringList &arguments,
                       Show show)
{
    parser.addOption({u"server"_s, u"Only this physical server."_s, u"S"_s});
    return converse(parser, command, arguments, [show](Conversation &talk) {
        talk.ask(protocol::GetFleet{.server = talk.value(u"server"_s)},
                 [&talk, show](const FleetState &fleet) {
                     show(talk, fleet);
                     talk.finish(ExitStatus::Well);
                 });
    });
}

} // namespace

Command serversCommand()
{
    return {"servers"_L1, "the physical servers, their state and engines that are down"_L1,
            [](const QStringList &arguments) {
                QCommandLineParser parser;
                return lookAtFleet(parser, "servers"_L1, arguments, showServers);
            }};
}

Command instancesCommand()
{
    return {"instances"_L1, "the instances with state and age"_L1, [](const QStringList &arguments) {
                QCommandLineParser parser;
                return lookAtFleet(parser, "instances"_L1, arguments, showInstances);
            }};
}

Command pluginsCommand()
{
    return {"plugins"_L1, "the plugins that are installed"_L1, [](const QStringList &arguments) {
                QCommandLineParser parser;
                parser.addOption({u"instance"_s, u"Only this instance."_s, u"I"_s});
                return lookAtFleet(parser, "plugins"_L1, arguments, showPlugins);
            }};
}

} // namespace archivesmp::app::cli
