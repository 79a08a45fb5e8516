// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/deployments/plandiff.h"

#include "common/core/overloaded.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

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

// The deploy that a rollback takes back; nullopt where it is not known, or no deploy.
std::optional<DeployPayload> undoneDeploy(const PlanTarget &target, const JobLookup &jobOf)
{
    const auto *payload = std::get_if<RollbackPayload>(&target.payload);
    const std::optional<Job> job = payload == nullptr || !jobOf ? std::nullopt : jobOf(payload->job);
    const auto *deploy = job ? std::get_if<DeployPayload>(&job->payload) : nullptr;
    return deploy == nullptr ? std::nullopt : std::optional(*deploy);
}

QString rollbackTitle(const PlanTarget &target, const DeployPayload &undone)
{
    if (undone.remove)
        return tr("plugins/%1 comes back").arg(undone.replaces);
    if (undone.replaces.isEmpty())
        return tr("%1 is removed").arg(u"plugins/"_s + undone.fileName);
    return (target.file.isEmpty() ? QString(u"plugins/"_s + undone.fileName) : target.file) + u" → "_s
        + undone.replaces;
}

QString fileTitle(const PlanTarget &target, const JobLookup &jobOf)
{
    if (const auto *payload = std::get_if<DeployPayload>(&target.payload); payload != nullptr)
        return jarTitle(target, *payload);
    if (const auto undone = undoneDeploy(target, jobOf); undone)
        return rollbackTitle(target, *undone);
    return target.file.isEmpty() ? tr("Files of the backup") : target.file;
}

QString whereText(const QStringList &instances, qsizetype all)
{
    if (instances.size() == 1)
        return all == 1 ? instances.first() : tr("only on %1").arg(instances.first());
    return tr("same on %1 instances").arg(instances.size());
}

DiffLine note(const QString &text)
{
    return {DiffLine::Kind::Note, 0, text};
}

QString shortHash(const QByteArray &sha256)
{
    return QString::fromLatin1(sha256.toHex().first(std::min<qsizetype>(12, sha256.size() * 2))) + u'…';
}

QList<DiffLine> rollbackLines(const PlanTarget &target, const JobLookup &jobOf)
{
    QList<DiffLine> lines;
    const auto undone = undoneDeploy(target, jobOf);
    if (undone && !undone->replaces.isEmpty()) {
        // The name of most JARs has the version in it.
        QString jar = target.newVersion.isEmpty() || undone->replaces.contains(target.newVersion)
            ? undone->replaces
            : QString(undone->replaces + u" · "_s + target.newVersion);
        if (!undone->replacesSha256.isEmpty())
            jar += u" · sha256 "_s + shortHash(undone->replacesSha256);
        lines.append(note(tr("%1 comes back").arg(jar)));
    } else if (!undone && !target.newVersion.isEmpty()) {
        lines.append(note(tr("version %1 comes back").arg(target.newVersion)));
    }
    lines.append(note(tr("The files in the backup come back as they were.")));
    return lines;
}

// One per instance, for each has a backup of its own.
DiffLine backupLine(const PlanTarget &target)
{
    const auto &payload = std::get<RollbackPayload>(target.payload);
    const QString from = payload.artifact.isEmpty()
        ? tr("on its server")
        : tr("sha256 %1…").arg(payload.artifact.first(std::min<qsizetype>(12, payload.artifact.size())));
    return note(
        tr("%1: backup of job %2, %3").arg(target.instance.name, withShortIds(payload.job.toString()), from));
}

QList<DiffLine> linesOf(const PlanTarget &target, const JobLookup &jobOf)
{
    if (!target.diff.isEmpty())
        return widgets::parseUnifiedDiff(target.diff);
    if (std::holds_alternative<RollbackPayload>(target.payload))
        return rollbackLines(target, jobOf);
    const auto *payload = std::get_if<DeployPayload>(&target.payload);
    if (payload == nullptr || payload->remove)
        return {};
    return {note(
        tr("sha256 %1 · %2").arg(shortHash(payload->sha256), QLocale().formattedDataSize(payload->size)))};
}

} // namespace

QList<PlanSection> sectionsOf(const Plan &plan, const JobLookup &jobOf)
{
    struct Group
    {
        QString title;
        QList<DiffLine> lines;
        qsizetype own = 0; // of the lines; the rest are one per instance
        QStringList instances;
    };
    QList<Group> groups;
    for (const PlanTarget &target : plan.targets) {
        const QString title = fileTitle(target, jobOf);
        const QList<DiffLine> lines = linesOf(target, jobOf);
        auto same = std::find_if(groups.begin(), groups.end(), [&](const Group &group) {
            return group.title == title && group.lines.first(group.own) == lines;
        });
        if (same == groups.end())
            same = groups.insert(groups.end(), {title, lines, lines.size(), {}});
        if (same->instances.contains(target.instance.name))
            continue;
        same->instances.append(target.instance.name);
        if (target.diff.isEmpty() && std::holds_alternative<RollbackPayload>(target.payload))
            same->lines.append(backupLine(target));
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

QString withShortIds(const QString &text)
{
    static const QRegularExpression uuid(
        u"\\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b"_s);
    return QString(text).replace(uuid, u"\\1"_s);
}

} // namespace archivesmp::app::deployments
