// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/deployments/plandiff.h"

#include "common/core/overloaded.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace archivesmp::app::deployments {

using namespace Qt::StringLiterals;
using namespace archivesmp::domain;
using widgets::DiffLine;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PlanDiff", text);
}

// A JAR is replaced as a whole: said in a line, not shown.
QString jarTitle(const PlanTarget &target, const DeployPayload &payload)
{
    if (payload.remove)
        return tr("%1 is removed").arg(target.file.isEmpty() ? payload.replaces : target.file);
    if (payload.replaces.isEmpty())
        return tr("%1 is added").arg(target.file.isEmpty() ? payload.fileName : target.file);
    return u"plugins/"_s + payload.replaces + u" → "_s + payload.fileName;
}

QString fileTitle(const PlanTarget &target)
{
    if (const auto *payload = std::get_if<DeployPayload>(&target.payload); payload != nullptr)
        return jarTitle(target, *payload);
    return target.file.isEmpty() ? tr("Files of the backup") : target.file;
}

QString whereText(const QStringList &instances, qsizetype all)
{
    if (instances.size() == 1)
        return all == 1 ? instances.first() : tr("only on %1").arg(instances.first());
    return tr("same on %1 instances").arg(instances.size());
}

QList<DiffLine> linesOf(const PlanTarget &target)
{
    if (!target.diff.isEmpty())
        return widgets::parseUnifiedDiff(target.diff);
    const auto *payload = std::get_if<DeployPayload>(&target.payload);
    if (payload == nullptr || payload->remove)
        return {};
    return {{DiffLine::Kind::Note, 0,
             tr("sha256 %1… · %2")
                 .arg(QString::fromLatin1(
                          payload->sha256.toHex().first(std::min<qsizetype>(12, payload->sha256.size() * 2))),
                      QLocale().formattedDataSize(payload->size))}};
}

} // namespace

QList<PlanSection> sectionsOf(const Plan &plan)
{
    struct Group
    {
        QString title;
        QString diff;
        QList<DiffLine> lines;
        QStringList instances;
    };
    QList<Group> groups;
    for (const PlanTarget &target : plan.targets) {
        const QString title = fileTitle(target);
        const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group &group) {
            return group.title == title && group.diff == target.diff;
        });
        if (same == groups.end())
            groups.append({title, target.diff, linesOf(target), {target.instance.name}});
        else if (!same->instances.contains(target.instance.name))
            same->instances.append(target.instance.name);
    }
    QList<PlanSection> sections;
    for (const Group &group : std::as_const(groups))
        sections.append(
            {group.title + u" · "_s + whereText(group.instances, plan.targets.size()), group.lines});
    return sections;
}

QString waveTitle(int wave, const Plan &plan)
{
    const bool only = std::all_of(plan.targets.begin(), plan.targets.end(),
                                  [wave](const PlanTarget &target) { return target.wave == wave; });
    if (only)
        return plan.targets.size() == 1 ? tr("One instance") : tr("All at once, one per server");
    return wave <= 1 ? tr("Wave 1 · proof")
                     : tr("Wave %1 · after wave %2 is verified").arg(wave).arg(wave - 1);
}

QString targetNote(const PlanTarget &target)
{
    if (!target.blocker.isEmpty())
        return target.blocker;
    if (target.players.value_or(0) > 0)
        return tr("%1 players").arg(*target.players);
    if (!target.newVersion.isEmpty())
        return target.oldVersion.isEmpty() ? tr("new %1").arg(target.newVersion)
                                           : QString(target.oldVersion + u" → "_s + target.newVersion);
    return target.restarts ? tr("restarts") : tr("no restart");
}

QString shortId(const PlanId &id)
{
    const QString &text = id.toString();
    return text.first(std::min<qsizetype>(4, text.size())) + u'·' + text.mid(4, 4);
}

} // namespace archivesmp::app::deployments
