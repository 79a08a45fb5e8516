// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace archivesmp::ampsim {

// What is to go wrong in one instance: each fault is a file <instance>/.ampsim/<fault>, looked at in the
// moment that it concerns, so that a test, a script or the control port can set it at any time.
//
//   stopped           the application is not started with the panel
//   daemon-stopped    nor is the instance's daemon
//   start-fails       the application ends as Failed instead of Ready
//   start-hangs       it stays in Starting
//   stop-hangs        it stays in Stopping until it is killed
//   crash-after-start it ends as Failed right after "Done"
//   plugin-fails      the plugins that are named in the file, one a line, fail to enable
//   rewrite-on-stop   the files that are named in it, one a line and relative to Minecraft/, are written at
//   the
//                     stop as they were at the start, as a plugin does that saves its configuration
//   backup-dropped    a backup that is asked for is never listed
//   players           not a fault: the number of players online
namespace faults {
inline constexpr QLatin1StringView stopped{"stopped"};
inline constexpr QLatin1StringView daemonStopped{"daemon-stopped"};
inline constexpr QLatin1StringView startFails{"start-fails"};
inline constexpr QLatin1StringView startHangs{"start-hangs"};
inline constexpr QLatin1StringView stopHangs{"stop-hangs"};
inline constexpr QLatin1StringView crashAfterStart{"crash-after-start"};
inline constexpr QLatin1StringView pluginFails{"plugin-fails"};
inline constexpr QLatin1StringView rewriteOnStop{"rewrite-on-stop"};
inline constexpr QLatin1StringView backupDropped{"backup-dropped"};
inline constexpr QLatin1StringView players{"players"};
} // namespace faults

class Faults final
{
public:
    explicit Faults(const QString &instanceRoot)
        : _folder(instanceRoot + QStringLiteral("/.ampsim"))
    { }

    [[nodiscard]] bool has(QLatin1StringView fault) const;
    [[nodiscard]] QStringList lines(QLatin1StringView fault) const; // of its file, without empty ones
    [[nodiscard]] static bool isKnown(const QString &fault);

    bool set(const QString &fault, const QByteArray &content = {}); // false where it cannot be written
    void clear(const QString &fault);

private:
    QString _folder;
};

} // namespace archivesmp::ampsim
