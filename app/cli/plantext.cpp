// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plantext.h"

#include "common/core/textescape.h"

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

QString versionsOf(const domain::PlanTarget &target)
{
    if (target.oldVersion.isEmpty() && target.newVersion.isEmpty())
        return {};
    const QString before = target.oldVersion.isEmpty() ? u"none"_s : target.oldVersion;
    const QString after = target.newVersion.isEmpty() ? u"none"_s : target.newVersion;
    return u": "_s + before + u" → "_s + after;
}

QString targetText(const domain::PlanTarget &target)
{
    QString text = u"wave %1  "_s.arg(target.wave) + target.instance.toString() + versionsOf(target);
    if (target.restarts)
        text += target.players.value_or(0) > 0 ? u", restarts with %1 players online"_s.arg(*target.players)
                                               : u", restarts"_s;
    if (!target.blocker.isEmpty())
        text += u", BLOCKED: "_s + target.blocker;
    text = escapedForDisplay(QStringView(text)) + u'\n';
    if (target.diff.isEmpty())
        return text;
    text += u"--- "_s + escapedForDisplay(QStringView(target.file)) + u'\n';
    for (const QString &line : target.diff.split(u'\n', Qt::SkipEmptyParts))
        text += escapedForDisplay(QStringView(line)) + u'\n';
    return text;
}

} // namespace

QString planText(const domain::Plan &plan)
{
    QString text = escapedForDisplay(QStringView(plan.title)) + u"\n\n"_s;
    for (const domain::PlanTarget &target : plan.targets)
        text += targetText(target);
    if (!plan.preconditions.isEmpty())
        text += u"\nHolds only while:\n"_s;
    for (const QString &condition : plan.preconditions)
        text += u"  "_s + escapedForDisplay(QStringView(condition)) + u'\n';
    if (plan.needsApproval)
        text += u"\nSomebody else has to approve it.\n"_s;
    return text + u"\nplan "_s + plan.id.toString() + u'\n';
}

} // namespace archivesmp::app::cli
