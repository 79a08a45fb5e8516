// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/console.h"
#include "tests/simulator/faults.h"
#include "tests/simulator/jardescriptor.h"

#include <QStringList>

namespace archivesmp::ampsim {

struct EnabledPlugin
{
    QString name;
    QString version;

    [[nodiscard]] QString title() const { return name + QStringLiteral(" v") + version; }
};

// How the start of the application goes on after its plugins.
enum class BootOutcome { Ready, Crashed };

// Goes through plugins/*.jar and extensions/*.jar as the server does: applies plugins/update/, and writes a
// line per plugin, "[Name] Enabling Name v1.2" (Velocity: "Loaded plugin name 1.2"). A JAR that cannot be
// read, has no descriptor, or asks for it by the member ampsim-fault in its descriptor fails as its words in
// a real log do:
//   load    "Could not load 'plugins/x.jar' in folder 'plugins'" and a stack trace
//   enable  "Error occurred while enabling Name v1.2 (Is it up to date?)" and a stack trace; Velocity: "Can't
//           create plugin name"
//   crash   the server ends before "Done"
// Plugins of the fault plugin-fails behave as `load`.
class PluginBoot final
{
public:
    PluginBoot(QString minecraftFolder, const Faults &faults, Console &console);

    [[nodiscard]] BootOutcome run();
    [[nodiscard]] const QList<EnabledPlugin> &enabled() const { return _enabled; }

private:
    void applyUpdates();
    [[nodiscard]] BootOutcome bootFolder(const QString &folder);
    [[nodiscard]] BootOutcome bootJar(const QString &folder, const QString &file);
    void writeEnabling(const JarDescriptor &jar);
    void writeEnableFailure(const JarDescriptor &jar, const QString &file);
    void writeLoadFailure(const QString &folder, const QString &file, const QString &reason);

    QString _minecraft;
    QStringList _failing;
    Console &_console;
    QList<EnabledPlugin> _enabled;
};

} // namespace archivesmp::ampsim
