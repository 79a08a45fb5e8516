// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/pluginboot.h"

#include "tests/simulator/jardescriptor.h"

#include <QDir>
#include <QFile>

#include <utility>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

const QStringList jars{u"*.jar"_s};

QString serverError()
{
    return u"Server thread/ERROR"_s;
}

QStringList jarsIn(const QString &folder)
{
    return QDir(folder).entryList(jars, QDir::Files, QDir::Name);
}

} // namespace

PluginBoot::PluginBoot(QString minecraftFolder, const Faults &faults, Console &console)
    : _minecraft(std::move(minecraftFolder))
    , _failing(faults.lines(faults::pluginFails))
    , _console(console)
{ }

BootOutcome PluginBoot::run()
{
    applyUpdates();
    for (const QString &folder : {u"plugins"_s, u"extensions"_s}) {
        if (bootFolder(folder) == BootOutcome::Crashed)
            return BootOutcome::Crashed;
    }
    return BootOutcome::Ready;
}

// A newer JAR in the update folder replaces the one of the same plugin, whatever that is called.
void PluginBoot::applyUpdates()
{
    const QString plugins = _minecraft + u"/plugins/"_s;
    const QString updates = plugins + u"update/"_s;
    for (const QString &file : jarsIn(updates)) {
        const Result<JarDescriptor> update = readJarDescriptor(updates + file);
        for (const QString &old : jarsIn(plugins)) {
            const Result<JarDescriptor> present = readJarDescriptor(plugins + old);
            if (update && present && update->name == present->name && QFile::remove(plugins + old))
                QFile::rename(updates + file, plugins + file);
        }
    }
}

BootOutcome PluginBoot::bootFolder(const QString &folder)
{
    for (const QString &file : jarsIn(_minecraft + u'/' + folder)) {
        if (bootJar(folder, file) == BootOutcome::Crashed)
            return BootOutcome::Crashed;
    }
    return BootOutcome::Ready;
}

BootOutcome PluginBoot::bootJar(const QString &folder, const QString &file)
{
    const Result<JarDescriptor> jar = readJarDescriptor(_minecraft + u'/' + folder + u'/' + file);
    if (!jar) {
        writeLoadFailure(folder, file, jar.error().message);
        return BootOutcome::Ready;
    }
    const bool twice = std::any_of(_enabled.cbegin(), _enabled.cend(),
                                   [&jar](const EnabledPlugin &plugin) { return plugin.name == jar->name; });
    if (twice) {
        _console.write(u"Ambiguous plugin name '%1' for files in '%2'"_s.arg(jar->name, folder),
                       serverError());
        return BootOutcome::Ready;
    }
    if (jar->fault == "load"_L1 || _failing.contains(jar->name)) {
        writeLoadFailure(folder, file, u"Unsupported API version"_s);
        return BootOutcome::Ready;
    }
    writeEnabling(*jar);
    if (jar->fault == "crash"_L1) {
        _console.write(u"Encountered an unexpected exception"_s, serverError());
        return BootOutcome::Crashed;
    }
    if (jar->fault == "enable"_L1)
        writeEnableFailure(*jar, file);
    else
        _enabled.append({jar->name, jar->version});
    return BootOutcome::Ready;
}

void PluginBoot::writeLoadFailure(const QString &folder, const QString &file, const QString &reason)
{
    _console.write(u"Could not load '%1/%2' in folder '%1'"_s.arg(folder, file), serverError());
    _console.write(u"org.bukkit.plugin.InvalidPluginException: %1"_s.arg(reason), serverError());
    _console.write(u"\tat org.bukkit.plugin.SimplePluginManager.loadPlugins(SimplePluginManager.java:232)"_s,
                   serverError());
}

void PluginBoot::writeEnabling(const JarDescriptor &jar)
{
    if (jar.kind == JarDescriptor::Kind::Velocity)
        _console.write(u"Loaded plugin %1 %2 by unknown"_s.arg(jar.name, jar.version), u"main/INFO"_s);
    else
        _console.write(u"[%1] Enabling %1 v%2"_s.arg(jar.name, jar.version));
}

void PluginBoot::writeEnableFailure(const JarDescriptor &jar, const QString &file)
{
    const bool velocity = jar.kind == JarDescriptor::Kind::Velocity;
    _console.write(
        velocity ? u"Can't create plugin %1"_s.arg(jar.name)
                 : u"Error occurred while enabling %1 v%2 (Is it up to date?)"_s.arg(jar.name, jar.version),
        serverError());
    _console.write(u"java.lang.NoClassDefFoundError: net/example/Missing"_s, serverError());
    _console.write(u"\tat net.example.%1.onEnable(%1.java:42) ~[%2:?]"_s.arg(jar.name, file), serverError());
    if (!velocity)
        _console.write(u"[%1] Disabling %1 v%2"_s.arg(jar.name, jar.version));
}

} // namespace archivesmp::ampsim
