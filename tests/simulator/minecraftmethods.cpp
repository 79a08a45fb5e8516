// SPDX-License-Identifier: GPL-3.0-or-later
// MinecraftModule of an instance. The catalogue and the lists of players are offered until 2.6 only.
#include "tests/simulator/instance.h"
#include "tests/simulator/jardescriptor.h"
#include "tests/simulator/methods.h"

#include <QDir>
#include <QJsonArray>

#include <memory>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

QJsonArray installedPlugins(const Instance &instance)
{
    QJsonArray list;
    const QDir folder(instance.minecraftFolder() + u"/plugins"_s);
    for (const QString &file : folder.entryList({u"*.jar"_s}, QDir::Files, QDir::Name)) {
        const Result<JarDescriptor> jar = readJarDescriptor(folder.filePath(file));
        if (jar)
            list.append(QJsonObject{{u"name"_s, jar->name}, {u"version"_s, jar->version}, {u"file"_s, file}});
    }
    return list;
}

void addPlayerDeeds(Methods &methods, Instance &instance)
{
    const QList<std::pair<QString, QString>> deeds{{u"KickUserByID"_s, u"kick "_s},
                                                   {u"BanUserByID"_s, u"ban "_s},
                                                   {u"KillByID"_s, u"kill "_s},
                                                   {u"SmiteByID"_s, u"execute at "_s},
                                                   {u"ClearInventoryByID"_s, u"clear "_s}};
    for (const auto &[name, command] : deeds) {
        methods[QString(u"MinecraftModule/"_s + name)] = [&instance, command = command](const Call &call) {
            instance.command(command + call.text("ID"_L1));
            return nothing();
        };
    }
}

void addWhitelist(Methods &methods)
{
    const auto names = std::make_shared<QStringList>();
    methods[u"MinecraftModule/GetWhitelist"_s] = [names](const Call &) {
        QJsonArray list;
        for (const QString &name : *names)
            list.append(QJsonObject{{u"name"_s, name}, {u"uuid"_s, QString()}});
        return valueOf(list);
    };
    methods[u"MinecraftModule/AddToWhitelist"_s] = [names](const Call &call) {
        names->append(call.text("UserOrUUID"_L1));
        return accepted();
    };
    methods[u"MinecraftModule/RemoveWhitelistEntry"_s] = [names](const Call &call) {
        names->removeAll(call.text("UserOrUUID"_L1));
        return nothing();
    };
}

} // namespace

void addMinecraftMethods(Methods &methods, Instance &instance)
{
    addPlayerDeeds(methods, instance);
    addWhitelist(methods);
    methods[u"MinecraftModule/AcceptEULA"_s] = [](const Call &) { return valueOf(true); };
    methods[u"MinecraftModule/RejectEULA"_s] = [](const Call &) { return valueOf(true); };
    methods[u"MinecraftModule/GetFailureReason"_s] = [&instance](const Call &) {
        return valueOf(instance.state() == AppState::Failed ? u"The server stopped unexpectedly"_s
                                                            : QString());
    };
    methods[u"MinecraftModule/BukGetInstalledPlugins"_s]
        = [&instance](const Call &) { return valueOf(installedPlugins(instance)); };
    methods[u"MinecraftModule/BukGetCategories"_s] = [](const Call &) { return valueOf(QJsonArray()); };
}

} // namespace archivesmp::ampsim
