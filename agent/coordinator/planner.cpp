// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/planner.h"

#include "agent/coordinator/plantexts.h"

#include <algorithm>
#include <map>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

bool isUp(InstanceState state)
{
    return state == InstanceState::Running || state == InstanceState::Starting;
}

} // namespace

Result<Planner::Instances> Planner::instances()
{
    const auto all = _workspace.stores.fleet().instances({});
    if (!all)
        return all.error();
    Instances byRef;
    for (const Instance &instance : *all)
        byRef.insert(instance.ref, instance);
    return byRef;
}

QString Planner::absence(const QString &server)
{
    const auto found = _watch.servers(server);
    if (!found || found->isEmpty())
        return u"the server "_s + server + u" is not known"_s;
    const PhysicalServer &one = found->first();
    const bool isAway = one.state == ServerState::Offline || one.state == ServerState::NeverSeen;
    return isAway ? server + u" is offline: "_s + one.stateReason : QString();
}

// What the instance is like now; a blocker that is there already stays.
void Planner::describe(PlanTarget &target, const Instances &instances)
{
    const auto instance = instances.constFind(target.instance);
    if (instance == instances.constEnd()) {
        if (target.blocker.isEmpty())
            target.blocker = u"the instance is gone"_s;
        return;
    }
    target.restarts = isUp(instance->state);
    target.players = instance->players;
    if (const QString away = absence(target.instance.server); target.blocker.isEmpty() && !away.isEmpty())
        target.blocker = away;
}

// The proof comes first where there is one, and something behind it that it can prove.
void Planner::setWaves(Plan &plan) const
{
    const auto isProof = [this](const PlanTarget &target) {
        return _workspace.options.proofInstances.contains(target.instance.name)
            || _workspace.options.proofInstances.contains(target.instance.toString());
    };
    const bool hasProof = std::any_of(plan.targets.begin(), plan.targets.end(), isProof);
    for (PlanTarget &target : plan.targets)
        target.wave = !hasProof || isProof(target) ? 1 : 2;
    std::stable_sort(plan.targets.begin(), plan.targets.end(), [](const PlanTarget &a, const PlanTarget &b) {
        if (a.wave != b.wave)
            return a.wave < b.wave;
        return a.instance == b.instance ? a.file < b.file : a.instance < b.instance;
    });
}

Result<QList<Finding>> Planner::findingsOf(const protocol::PlanFix &request)
{
    FindingStore &store = _workspace.stores.findings();
    QList<Finding> findings;
    for (const FindingId &id : request.findings) {
        const auto finding = store.find(id);
        if (!finding)
            return finding.error();
        if (!*finding)
            return Error{ErrorCode::NotFound, u"no open finding "_s + id.toString()};
        if (!findings.contains(**finding) && (*finding)->ignoredBy.isEmpty())
            findings.append(**finding);
    }
    if (!request.findings.isEmpty() && findings.isEmpty()) {
        return Error{.code = ErrorCode::Conflict,
                     .message = u"what a rule ignores is not fixed"_s,
                     .remedy = u"remove the rule first"_s};
    }
    if (!request.findings.isEmpty())
        return findings;
    if (request.plugin.isEmpty() || request.instance.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"name findings, or a plugin and an instance"_s};
    const auto instance = _inventory.resolve(request.instance);
    if (!instance)
        return instance.error();
    const auto all = store.ofInstance(instance->ref);
    if (!all)
        return all.error();
    std::copy_if(all->begin(), all->end(), std::back_inserter(findings), [&](const Finding &finding) {
        return finding.plugin == request.plugin && isFixable(finding.kind) && finding.ignoredBy.isEmpty();
    });
    if (findings.isEmpty()) {
        return Error{ErrorCode::NotFound,
                     u"nothing to fix of "_s + request.plugin + u" on "_s + instance->ref.toString()};
    }
    return findings;
}

Result<Plan> Planner::fix(const protocol::PlanFix &request)
{
    const auto findings = findingsOf(request);
    if (!findings)
        return findings.error();
    const auto known = instances();
    if (!known)
        return known.error();
    std::map<std::tuple<InstanceRef, QString, QString>, QList<Finding>> byFile;
    QStringList plugins;
    for (const Finding &finding : *findings) {
        byFile[{finding.instance, finding.plugin, finding.file}].append(finding);
        if (!plugins.contains(finding.plugin))
            plugins.append(finding.plugin);
    }
    Plan plan;
    plan.type = JobType::ConfigUpdate;
    plan.plugin = plugins.size() == 1 ? plugins.first() : QString();
    for (const auto &[place, ofFile] : byFile)
        plan.targets.append(fixTarget(ofFile, *known));
    setWaves(plan);
    plan.title = titleOfFix(plugins, findings->size(), plan.targets);
    plan.preconditions = preconditionsOf(plan);
    return plan;
}

PlanTarget Planner::fixTarget(const QList<Finding> &findings, const Instances &instances)
{
    const Finding &first = findings.first();
    PlanTarget target;
    target.instance = first.instance;
    target.file = first.file;
    ConfigUpdatePayload payload;
    payload.file = first.file;
    payload.fileSha256 = first.fix ? first.fix->fileSha256 : QByteArray();
    for (const Finding &finding : findings) {
        SettingChange change{finding.key, SettingChange::Action::Set, {}, {}};
        QString blocker = blockerOf(finding);
        if (blocker.isEmpty() && finding.provisional)
            blocker = u"what is expected has changed; it is being compared anew"_s;
        if (blocker.isEmpty() && finding.fix->fileSha256 != payload.fileSha256)
            blocker = u"its findings are of different scans; scan again"_s;
        if (const auto *secret = std::get_if<SecretFingerprint>(&finding.expected)) {
            change.secretReference = _findSecret(finding.plugin, *secret);
            if (change.secretReference.isEmpty() && blocker.isEmpty())
                blocker = u"the text of its expected secret is not known here: it was accepted as it was "_s
                          u"found, or is not the present one any more"_s;
        } else if (const auto *value = std::get_if<Value>(&finding.expected)) {
            change.value = *value;
        }
        payload.changes.append(change);
        if (target.blocker.isEmpty() && !blocker.isEmpty())
            target.blocker = finding.key.toString() + u": "_s + blocker;
    }
    target.diff = diffOf(first.file, findings);
    target.payload = payload;
    describe(target, instances);
    return target;
}

Result<Plan> Planner::deploy(const protocol::PlanDeploy &request, const StoredJar &jar)
{
    if (const auto fits = checkDeploy(request, jar.description); !fits)
        return fits.error();
    const auto installed = _workspace.stores.fleet().plugins({});
    if (!installed)
        return installed.error();
    const auto known = instances();
    if (!known)
        return known.error();
    Plan plan;
    plan.type = JobType::PluginDeploy;
    plan.plugin = jar.description.name;
    plan.pluginVersion = jar.description.version;
    QStringList upToDate;
    QSet<InstanceRef> seen;
    for (const QString &text : request.instances) {
        const auto instance = _inventory.resolve(text);
        if (!instance)
            return instance.error();
        if (seen.contains(instance->ref))
            continue;
        seen.insert(instance->ref);
        PlanTarget target = deployTarget(request, jar, *instance, *installed);
        if (std::get<DeployPayload>(target.payload).replacesSha256 == jar.sha256) {
            upToDate.append(instance->ref.toString());
            continue;
        }
        describe(target, *known);
        plan.targets.append(target);
    }
    if (plan.targets.isEmpty())
        return Error{ErrorCode::AlreadyExists, u"this very JAR is on every instance that was named"_s};
    setWaves(plan);
    plan.title = titleOfDeploy(plan);
    plan.preconditions = preconditionsOf(plan);
    if (!upToDate.isEmpty())
        plan.preconditions.append(u"left alone, because they have this very JAR: "_s
                                  + upToDate.join(u", "_s));
    return plan;
}

PlanTarget Planner::deployTarget(const protocol::PlanDeploy &request, const StoredJar &jar,
                                 const Instance &instance, const QList<InstalledPlugin> &installed)
{
    PlanTarget target;
    target.instance = instance.ref;
    target.newVersion = jar.description.version;
    target.file = u"plugins/"_s + request.fileName;
    DeployPayload payload;
    payload.sha256 = jar.sha256;
    payload.size = jar.size;
    payload.fileName = request.fileName;
    QStringList jars;
    for (const InstalledPlugin &plugin : installed) {
        if (plugin.instance != instance.ref || plugin.name != jar.description.name
            || plugin.jarFile.isEmpty())
            continue;
        jars.append(plugin.jarFile);
        target.oldVersion = plugin.version;
        payload.replaces = plugin.jarFile.section(u'/', -1);
        payload.replacesSha256 = plugin.jarSha256;
        payload.replacesVersion = plugin.version;
    }
    const Platform wanted = jar.description.platform;
    if (jars.size() > 1) {
        target.blocker = u"it has "_s + QString::number(jars.size()) + u" JARs of the plugin: "_s
            + jars.join(u", "_s) + u"; remove all but one"_s;
    } else if (instance.platform != wanted && instance.platform != Platform::Unknown) {
        target.blocker
            = u"the JAR is for "_s + nameOf(wanted) + u", the instance runs "_s + nameOf(instance.platform);
    } else if (!instance.onDisk) {
        target.blocker = u"it has no folder on its server"_s;
    }
    target.payload = payload;
    return target;
}

// The jobs that changed something and have not been undone.
Result<QList<Job>> Planner::undoable(const JobId &job)
{
    const auto record = _workspace.stores.jobs().find(job);
    if (!record)
        return record.error();
    if (!*record)
        return Error{ErrorCode::NotFound, u"no such job: "_s + job.toString()};
    const JobType type = (*record)->job.type;
    if (type != JobType::PluginDeploy && type != JobType::ConfigUpdate)
        return Error{ErrorCode::InvalidArgument,
                     u"only deploys and configuration updates can be rolled back"_s};
    const auto children = _workspace.stores.jobs().children(job);
    if (!children)
        return children.error();
    QList<Job> jobs;
    for (const JobRecord &one : children->isEmpty() ? QList<JobRecord>{**record} : *children) {
        if (one.job.status == JobStatus::Completed)
            jobs.append(one.job);
    }
    if (jobs.isEmpty())
        return Error{ErrorCode::Conflict, u"nothing to undo: the job is "_s + nameOf((*record)->job.status)};
    return jobs;
}

Result<Plan> Planner::rollback(const protocol::PlanRollback &request)
{
    const auto jobs = undoable(request.job);
    if (!jobs)
        return jobs.error();
    const auto known = instances();
    if (!known)
        return known.error();
    Plan plan;
    plan.type = JobType::Rollback;
    plan.plugin = jobs->first().plugin;
    plan.pluginVersion = jobs->first().pluginVersion;
    for (const Job &job : *jobs) {
        auto target = rollbackTarget(job, *known);
        if (!target)
            return target.error();
        plan.targets.append(*target);
    }
    std::stable_sort(plan.targets.begin(), plan.targets.end(),
                     [](const PlanTarget &a, const PlanTarget &b) { return a.instance < b.instance; });
    plan.title = titleOfRollback(jobs->first(), plan.targets);
    plan.preconditions = preconditionsOf(plan);
    return plan;
}

Result<PlanTarget> Planner::rollbackTarget(const Job &job, const Instances &instances)
{
    PlanTarget target;
    target.instance = {job.server, job.instance};
    target.payload = RollbackPayload{job.id};
    target.oldVersion = job.pluginVersion;
    if (const auto *deploy = std::get_if<DeployPayload>(&job.payload)) {
        target.file = u"plugins/"_s + deploy->fileName;
        target.newVersion = deploy->replacesVersion;
    }
    if (const auto *update = std::get_if<ConfigUpdatePayload>(&job.payload))
        target.file = update->file;
    const auto backup = _workspace.stores.backups().ofJob(job.id);
    if (!backup)
        return backup.error();
    const auto later = _workspace.stores.jobs().changedAfter(job);
    if (!later)
        return later.error();
    if (*backup)
        target.payload = RollbackPayload{job.id, (*backup)->artifact};
    if (!*backup)
        target.blocker = u"no backup is known of job "_s + job.id.toString();
    else if (*later)
        target.blocker = u"job "_s + (*later)->toString() + u" changed it since; roll that back first"_s;
    describe(target, instances);
    return target;
}

} // namespace archivesmp::agent::coordinator
