// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/emptydrift.h"

#include "app/client/fleet.h"

#include <QCoreApplication>
#include <QStringList>

namespace archivesmp::app::drift {

using widgets::Glyph;
using widgets::Tone;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("archivesmp::app::drift", text);
}

// How many instances have been read in part, and how many never.
struct Unread
{
    qsizetype partly = 0;
    qsizetype never = 0;
};

Unread unreadIn(const client::Fleet &fleet)
{
    Unread unread;
    for (const domain::PhysicalServer &server : fleet.servers()) {
        const QList<domain::Instance> instances = fleet.instancesOf(server.name);
        for (const domain::Instance &instance : instances) {
            const bool isScanned = instance.lastScan.isValid();
            unread.partly += isScanned && instance.scanPartial ? 1 : 0;
            unread.never += !isScanned && instance.onDisk ? 1 : 0;
        }
    }
    return unread;
}

QString unreadText(const Unread &unread)
{
    QStringList sentences;
    if (unread.partly > 0)
        sentences.append(unread.partly == 1
                             ? tr("The last scan could not read all of 1 instance.")
                             : tr("The last scan could not read all of %1 instances.").arg(unread.partly));
    if (unread.never > 0)
        sentences.append(unread.never == 1 ? tr("1 instance was never scanned.")
                                           : tr("%1 instances were never scanned.").arg(unread.never));
    return sentences.join(u' ');
}

} // namespace

widgets::StatePanel::State emptyState(const client::Fleet &fleet, bool filtered, qsizetype hidden)
{
    if (fleet.agents().isEmpty())
        return {Glyph::None,
                Tone::Secondary,
                tr("No findings yet."),
                tr("Add a connection to an agent to see the fleet's drift."),
                {}};
    if (!fleet.hasLoaded())
        return {Glyph::Ring,
                Tone::Info,
                tr("Loading the findings…"),
                tr("They come with the fleet, as soon as an agent answers."),
                {}};
    if (filtered && hidden > 0)
        return {Glyph::Dash, Tone::Secondary, tr("No finding fits the filter."),
                tr("%1 findings are hidden by it.").arg(hidden), tr("Clear the filter")};
    if (fleet.host() != nullptr && !fleet.hasExpectations())
        return {Glyph::Question,
                Tone::Normal,
                tr("Nothing is expected yet."),
                tr("Import the expectations with archivesmpctl import, then scan."),
                {}};
    if (const Unread unread = unreadIn(fleet); unread.partly + unread.never > 0)
        return {Glyph::Question, Tone::Normal, tr("No drift in what could be read."), unreadText(unread),
                tr("Scan again")};
    return {Glyph::Check, Tone::Good, tr("No drift."), tr("Every setting that was compared is as expected."),
            tr("Scan again")};
}

} // namespace archivesmp::app::drift
