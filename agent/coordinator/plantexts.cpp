// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/plantexts.h"

#include "common/core/overloaded.h"
#include "common/core/textescape.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shownHash = 12; // hexadecimal digits: enough to compare by eye

QString counted(qsizetype count, const QString &word)
{
    return QString::number(count) + u' ' + word + (count == 1 ? u""_s : u"s"_s);
}

QString places(const QList<PlanTarget> &targets)
{
    QSet<InstanceRef> instances;
    for (const PlanTarget &target : targets)
        instances.insert(target.instance);
    return instances.size() == 1 ? targets.first().instance.toString()
                                 : counted(instances.size(), u"instance"_s);
}

QString shortHash(const QByteArray &sha256)
{
    return QString::fromLatin1(sha256.toHex().left(shownHash));
}

} // namespace

QString blockerOf(const Finding &finding)
{
    if (!isFixable(finding.kind))
        return u"a finding of the kind "_s + nameOf(finding.kind) + u" is not put right by writing a value"_s;
    if (!finding.fix)
        return u"its fix was not worked out; scan again"_s;
    if (!finding.fix->refusal.isEmpty())
        return finding.fix->refusal;
    if (isAbsent(finding.expected))
        return u"nothing is expected there"_s;
    return {};
}

QString diffOf(const QString &file, QList<Finding> findings)
{
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding &a, const Finding &b) { return a.line < b.line; });
    QString hunks;
    for (const Finding &finding : findings) {
        if (!finding.fix || finding.fix->hunk.isEmpty())
            continue;
        hunks += finding.fix->hunk;
        if (!hunks.endsWith(u'\n'))
            hunks += u'\n';
    }
    return hunks.isEmpty() ? QString() : u"--- a/"_s + file + u"\n+++ b/"_s + file + u'\n' + hunks;
}

Result<void> checkDeploy(const protocol::PlanDeploy &request, const JarDescription &jar)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_][A-Za-z0-9._+ ()\\[\\]-]{0,199}\\.jar$"_s);
    if (!plain.match(request.fileName).hasMatch()) {
        return Error{ErrorCode::InvalidArgument, u"not a JAR's file name: "_s + excerpt(request.fileName)}
            .atField(u"file_name"_s);
    }
    if (request.instances.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"name at least one instance"_s}.atField(u"instances"_s);
    if (request.plugin != jar.name) {
        return Error{ErrorCode::InvalidArgument,
                     u"the JAR is "_s + excerpt(jar.name) + u", not "_s + excerpt(request.plugin)}
            .atField(u"plugin"_s);
    }
    if (!request.version.isEmpty() && request.version != jar.version) {
        return Error{ErrorCode::InvalidArgument,
                     u"the JAR is version "_s + excerpt(jar.version) + u", not "_s + excerpt(request.version)}
            .atField(u"version"_s);
    }
    return {};
}

QString titleOfFix(const QStringList &plugins, qsizetype settings, const QList<PlanTarget> &targets)
{
    const QString of = plugins.size() == 1 ? plugins.first() : counted(plugins.size(), u"plugin"_s);
    return u"Fix "_s + counted(settings, u"setting"_s) + u" of "_s + of + u" on "_s + places(targets);
}

QString titleOfDeploy(const Plan &plan)
{
    const QString version = plan.pluginVersion.isEmpty() ? QString() : u' ' + plan.pluginVersion;
    return u"Deploy "_s + plan.plugin + version + u" to "_s + places(plan.targets);
}

QString titleOfRollback(const Job &job, const QList<PlanTarget> &targets)
{
    const bool isDeploy = job.type == JobType::PluginDeploy;
    return u"Roll back "_s + (isDeploy ? u"the deploy of "_s : u"the settings of "_s) + job.plugin + u" on "_s
        + places(targets);
}

QStringList preconditionsOf(const Plan &plan)
{
    QStringList all;
    for (const PlanTarget &target : plan.targets) {
        const QString on = u" on "_s + target.instance.toString();
        const QString sentence = std::visit(
            Overloaded{[&](const ConfigUpdatePayload &p) -> QString {
                           return p.file + on + u" is as it was scanned (sha256 "_s + shortHash(p.fileSha256)
                               + u"…)"_s;
                       },
                       [&](const DeployPayload &p) -> QString {
                           if (p.replaces.isEmpty())
                               return plan.plugin + on + u" is not installed yet"_s;
                           return u"plugins/"_s + p.replaces + on + u" is as it was scanned (sha256 "_s
                               + shortHash(p.replacesSha256) + u"…)"_s;
                       },
                       [&](const RollbackPayload &p) -> QString {
                           return target.file + on + u" is as job "_s + p.job.toString() + u" left it"_s;
                       },
                       [](const auto &) { return QString(); }},
            target.payload);
        if (!sentence.isEmpty())
            all.append(sentence);
    }
    return all;
}

} // namespace archivesmp::agent::coordinator
