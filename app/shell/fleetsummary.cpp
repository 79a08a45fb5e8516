// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/fleetsummary.h"

#include "app/client/fleet.h"
#include "app/widgets/agetext.h"
#include "common/core/textescape.h"

#include <QCoreApplication>

#include <algorithm>

namespace archivesmp::app::shell {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostNamed = 10; // in one note

QString tr(const char *text)
{
    return QCoreApplication::translate("archivesmp::app::shell", text);
}

// "Some instances:" and a line for each of the first.
QString noteOf(const QString &heading, const QStringList &lines)
{
    QStringList note{heading};
    const QStringList named = lines.first(std::min(lines.size(), mostNamed));
    for (const QString &line : named)
        note.append(escapedForDisplay(QStringView(line)));
    if (lines.size() > mostNamed)
        note.append(tr("… and %1 more").arg(lines.size() - mostNamed));
    return note.join(u'\n');
}

void addScans(const QList<domain::Instance> &instances, const QDateTime &now, FleetSummary &summary)
{
    QDateTime oldest;
    QStringList never;
    for (const domain::Instance &instance : instances) {
        if (!instance.lastScan.isValid()) {
            if (instance.onDisk) // what has no folder is a finding of its own
                never.append(instance.ref.toString());
        } else if (!oldest.isValid() || instance.lastScan < oldest) {
            oldest = instance.lastScan;
        }
    }
    if (oldest.isValid()) {
        summary.words.append(tr("scanned %1").arg(widgets::agoText(oldest, now)));
        summary.notes.append(tr("The oldest scan:\n%1").arg(widgets::exactTimeText(oldest)));
    }
    if (!never.isEmpty()) {
        summary.words.append(tr("%1 never scanned").arg(never.size()));
        summary.notes.append(noteOf(tr("Nothing is known of what was never scanned:"), never));
    }
}

void addUnresolved(const QList<domain::UnresolvedKeys> &unresolved, FleetSummary &summary)
{
    int lost = 0;
    int contested = 0;
    QStringList lostWhere;
    QStringList contestedWhere;
    for (const domain::UnresolvedKeys &keys : unresolved) {
        if (keys.haveTwoValues()) {
            contested += keys.settings;
            contestedWhere.append(keys.plugin + u": "_s + keys.examples.join(u", "_s));
        } else {
            lost += keys.settings;
            lostWhere.append(tr("%1: %2, such as %3").arg(keys.plugin, keys.reason, keys.examples.value(0)));
        }
    }
    if (lost > 0) {
        summary.words.append(lost == 1 ? tr("1 setting without a file")
                                       : tr("%1 settings without a file").arg(lost));
        summary.notes.append(
            noteOf(tr("Expected settings that are in no file are not compared:"), lostWhere));
    }
    if (contested > 0) {
        summary.words.append(contested == 1 ? tr("1 setting with two values")
                                            : tr("%1 settings with two values").arg(contested));
        summary.notes.append(
            noteOf(tr("Expected under two names with different values; the name with the file in it counts:"),
                   contestedWhere));
    }
}

} // namespace

FleetSummary summaryOf(const client::Fleet &fleet, const QDateTime &now)
{
    QList<domain::Instance> instances;
    for (const domain::PhysicalServer &server : fleet.servers())
        instances += fleet.instancesOf(server.name);
    const qsizetype findings = fleet.findings().size();
    FleetSummary summary;
    summary.words = {instances.size() == 1 ? tr("1 instance") : tr("%1 instances").arg(instances.size()),
                     findings == 1 ? tr("1 finding") : tr("%1 findings").arg(findings)};
    addUnresolved(fleet.unresolved(), summary);
    addScans(instances, now, summary);
    return summary;
}

} // namespace archivesmp::app::shell
