// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/evaluations.h"

#include "agent/coordinator/jobfamily.h"
#include "common/expectations/rulepattern.h"
#include "common/expectations/settingfinder.h"

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace expectations;
using namespace Qt::StringLiterals;

namespace {

const User host{u"archivesmp"_s, UserRole::Admin, {}};

QStringList sorted(const QSet<QString> &names)
{
    QStringList list(names.begin(), names.end());
    list.sort();
    return list;
}

// Whether the finding may be another one, or none, with the new expectations.
class Doubt final
{
public:
    Doubt(const ExpectationDifference &difference, const ExpectationSet &before, const ExpectationSet &after)
        : _before(before)
        , _after(after)
        , _old(before)
        , _new(after)
        , _general(difference.aliases > 0 || difference.matrixAccepted)
    {
        for (const Rule &rule : difference.rules)
            _rules.emplace_back(rule);
    }

    bool about(const Finding &finding) const
    {
        if (_general)
            return true;
        const bool isRuled = std::any_of(_rules.begin(), _rules.end(), [&](const RulePattern &rule) {
            return rule.fitsPlugin(finding.plugin) && (finding.file.isEmpty() || rule.fitsFile(finding.file));
        });
        if (isRuled)
            return true;
        if (finding.kind == FindingKind::MissingPlugin || finding.kind == FindingKind::UnexpectedPlugin
            || finding.kind == FindingKind::WrongVersion)
            return cell(_before, finding) != cell(_after, finding);
        const auto old = _old.find(finding);
        const auto now = _new.find(finding);
        if (!old || !now)
            return old.has_value() != now.has_value() || finding.key.isEmpty();
        return !isSame(winningValue(_old.setting(*old), finding.instance, _before.aliases()),
                       winningValue(_new.setting(*now), finding.instance, _after.aliases()));
    }

private:
    static bool isSame(const std::optional<LayeredValue> &a, const std::optional<LayeredValue> &b)
    {
        if (!a || !b)
            return a.has_value() == b.has_value();
        return *a->value == *b->value && a->layer == b->layer;
    }

    static std::pair<Presence, QString> cell(const ExpectationSet &set, const Finding &finding)
    {
        const qsizetype column = set.matrixColumn(finding.instance);
        for (const MatrixRow &row : set.matrix().rows) {
            if (row.plugin == finding.plugin && column >= 0 && column < row.cells.size())
                return {row.cells.at(column), row.versionFor(column)};
        }
        return {Presence::Undecided, {}};
    }

    const ExpectationSet &_before;
    const ExpectationSet &_after;
    SettingFinder _old;
    SettingFinder _new;
    std::vector<RulePattern> _rules;
    bool _general;
};

} // namespace

Result<QList<JobId>> Evaluations::begin(Changes &changes, const User &by, const ExpectationSet &before,
                                        const ExpectationSet &after)
{
    const ExpectationDifference difference = differenceOf(before, after);
    const Concerned concerned = concernedBy(difference, before, after);
    if (concerned.isEmpty())
        return QList<JobId>();
    if (const auto marked = markProvisional(changes, difference, concerned, before, after); !marked)
        return marked.error();
    const auto instances = _workspace.stores.fleet().instances({});
    if (!instances)
        return instances.error();
    QMap<QString, EvaluatePayload> byServer;
    for (const Instance &instance : *instances) {
        if (!instance.lastScan.isValid() || !instance.onDisk)
            continue;
        const bool isConcerned = concerned.concerns(instance.ref, before.aliases())
            || concerned.concerns(instance.ref, after.aliases());
        if (!isConcerned)
            continue;
        EvaluatePayload &payload = byServer[instance.ref.server];
        payload.plugins = sorted(concerned.plugins);
        if (!concerned.allInstances)
            payload.instances.append(instance.ref.name);
    }
    return order(changes, by, byServer);
}

Result<QList<JobId>> Evaluations::again(Changes &changes, const InstanceRef &instance,
                                        const QStringList &plugins)
{
    return order(changes, host, {{instance.server, EvaluatePayload{plugins, {instance.name}}}});
}

Result<void> Evaluations::markProvisional(Changes &changes, const ExpectationDifference &difference,
                                          const Concerned &concerned, const ExpectationSet &before,
                                          const ExpectationSet &after)
{
    const Doubt doubt(difference, before, after);
    QMap<InstanceRef, QList<Finding>> byInstance;
    for (const QString &plugin : sorted(concerned.plugins)) {
        const auto findings = _workspace.stores.findings().all(plugin);
        if (!findings)
            return findings.error();
        for (Finding finding : *findings) {
            if (finding.provisional || !doubt.about(finding))
                continue;
            finding.provisional = true;
            byInstance[finding.instance].append(finding);
        }
    }
    for (auto it = byInstance.begin(); it != byInstance.end(); ++it) {
        if (const auto marked = _workspace.stores.findings().judge(*it); !marked)
            return marked;
        changes.tell(protocol::FindingsChanged{it.key(), *it, {}});
    }
    return {};
}

Result<QList<JobId>> Evaluations::order(Changes &changes, const User &by,
                                        const QMap<QString, EvaluatePayload> &byServer)
{
    QList<JobId> jobs;
    for (auto it = byServer.begin(); it != byServer.end(); ++it) {
        const auto agent = _workspace.stores.fleet().server(it.key());
        if (!agent)
            return agent.error();
        const QStringList known = *agent ? (*agent)->jobTypes : QStringList();
        if (!known.isEmpty() && !known.contains(nameOf(JobType::Evaluate)))
            continue;
        const auto payload = joined(changes, it.key(), *it);
        if (!payload)
            return payload.error();
        Job job;
        job.server = it.key();
        job.payload = *payload;
        JobIntake::Order wanted;
        wanted.type = JobType::Evaluate;
        wanted.title = u"Compare anew what changed"_s;
        wanted.jobs = {job};
        const auto made = _intake.submitIn(changes, by, wanted);
        if (!made)
            return made.error();
        jobs.append(*made);
    }
    return jobs;
}

// One that nobody has begun is taken in: several changes in a row are one reading of the files.
Result<EvaluatePayload> Evaluations::joined(Changes &changes, const QString &server, EvaluatePayload payload)
{
    auto waiting = _workspace.stores.jobs().waiting(JobType::Evaluate, server);
    if (!waiting)
        return waiting.error();
    QSet<QString> plugins(payload.plugins.begin(), payload.plugins.end());
    QSet<QString> instances(payload.instances.begin(), payload.instances.end());
    bool all = payload.instances.isEmpty();
    for (JobRecord &record : *waiting) {
        const auto *before = std::get_if<EvaluatePayload>(&record.job.payload);
        if (before == nullptr)
            continue;
        plugins.unite(QSet<QString>(before->plugins.begin(), before->plugins.end()));
        instances.unite(QSet<QString>(before->instances.begin(), before->instances.end()));
        all = all || before->instances.isEmpty();
        record.job.status = JobStatus::Cancelled;
        record.job.completedAt = _workspace.clock.now();
        record.job.resultMessage = u"taken in by a later one"_s;
        if (const auto saved = saveJob(_workspace, changes, record); !saved)
            return saved.error();
        if (const auto told = addLines(_workspace, changes, record.job.id, {record.job.resultMessage}); !told)
            return told.error();
    }
    return EvaluatePayload{sorted(plugins), all ? QStringList() : sorted(instances)};
}

} // namespace archivesmp::agent::coordinator
