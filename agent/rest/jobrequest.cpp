// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/jobrequest.h"

#include "common/core/textescape.h"
#include "common/domain/instance.h"

#include <QJsonArray>
#include <QUrl>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;

namespace {

Error wrong(QLatin1StringView field, const QString &message, const QString &remedy = {})
{
    return Error{ErrorCode::InvalidInput, message, {}, 0, 0, QString(field), remedy};
}

Result<QString> textOf(const QJsonObject &json, QLatin1StringView name)
{
    const QJsonValue value = json.value(name);
    if (!value.isUndefined() && !value.isString())
        return wrong(name, u"expected a text"_s);
    return value.toString();
}

Result<QStringList> textsOf(const QJsonObject &json, QLatin1StringView name)
{
    const QJsonValue value = json.value(name);
    if (!value.isUndefined() && !value.isArray())
        return wrong(name, u"expected a list of texts"_s);
    QStringList texts;
    const auto items = value.toArray();
    for (const QJsonValue &item : items) {
        if (!item.isString())
            return wrong(name, u"expected a list of texts"_s);
        texts.append(item.toString());
    }
    return texts;
}

bool isInstance(const QString &text)
{
    const qsizetype slash = text.indexOf(u'/');
    const QStringView name = QStringView(text).sliced(slash + 1);
    return domain::isValidInstanceName(name)
        && (slash < 0 || domain::isValidInstanceName(QStringView(text).first(slash)));
}

// target_instance or target_instances, each a name or server/name; physical_server before names alone.
Result<QStringList> instancesOf(const QJsonObject &json)
{
    const auto one = textOf(json, "target_instance"_L1);
    const auto many = textsOf(json, "target_instances"_L1);
    const auto server = textOf(json, "physical_server"_L1);
    if (!one)
        return one.error();
    if (!many)
        return many.error();
    if (!server)
        return server.error();
    QStringList instances = *many;
    if (json.contains("target_instance"_L1))
        instances.prepend(*one);
    for (QString &instance : instances) {
        if (!isInstance(instance))
            return wrong("target_instance"_L1, u"no instance can be called so: "_s + excerpt(instance, 64));
        if (!server->isEmpty() && *server != "all"_L1 && !instance.contains(u'/'))
            instance.prepend(*server + u'/');
    }
    return instances;
}

Result<QByteArray> artifactOf(const QJsonObject &json)
{
    const auto named = textOf(json, "artifact"_L1);
    const auto address = textOf(json, "plugin_jar_url"_L1);
    if (!named)
        return named.error();
    if (!address)
        return address.error();
    QString text = *named;
    if (const QString path = QUrl(*address).path(); text.isEmpty() && path.startsWith("/api/artifacts/"_L1))
        text = path.section(u'/', 3);
    const QByteArray hash = QByteArray::fromHex(text.toLatin1());
    if (hash.size() != 32 || hash.toHex() != text.toLatin1())
        return wrong("artifact"_L1, u"no artifact of this host is named"_s,
                     u"upload the JAR with PUT /api/artifacts/{sha256} and give its SHA-256"_s);
    return hash;
}

Result<JobRequest> deployFrom(const QJsonObject &json, const QStringList &instances)
{
    const auto plugin = textOf(json, "plugin_name"_L1);
    const auto version = textOf(json, "plugin_version"_L1);
    const auto artifact = artifactOf(json);
    const auto file = textOf(json, "file_name"_L1);
    const auto address = textOf(json, "plugin_jar_url"_L1);
    if (!plugin || plugin->isEmpty())
        return wrong("plugin_name"_L1, u"missing"_s);
    if (!version)
        return version.error();
    if (!artifact)
        return artifact.error();
    if (!file)
        return file.error();
    if (instances.isEmpty())
        return wrong("target_instance"_L1, u"missing"_s);
    QString fileName = *file;
    if (const QString last = QUrl(address.value_or(QString())).fileName();
        fileName.isEmpty() && last.endsWith(".jar"_L1))
        fileName = last;
    if (fileName.isEmpty())
        fileName = *plugin + (version->isEmpty() ? QString() : QString(u'-' + *version)) + u".jar"_s;
    return JobRequest(protocol::PlanDeploy{*plugin, *version, *artifact, fileName, instances});
}

Result<JobRequest> fixFrom(const QJsonObject &json, const QStringList &instances)
{
    const auto findings = textsOf(json, "findings"_L1);
    const auto plugin = textOf(json, "plugin_name"_L1);
    if (!findings)
        return findings.error();
    if (!plugin)
        return plugin.error();
    protocol::PlanFix fix;
    for (const QString &finding : *findings)
        fix.findings.append(FindingId(finding));
    fix.plugin = *plugin;
    fix.instance = instances.value(0);
    if (fix.findings.isEmpty() && (fix.plugin.isEmpty() || instances.size() != 1))
        return wrong("findings"_L1, u"name findings, or one plugin on one instance"_s);
    return JobRequest(fix);
}

Result<JobRequest> powerFrom(const QJsonObject &json, const QStringList &instances)
{
    const auto action = textOf(json, "action"_L1);
    const auto read = domain::powerActionFromName(action.value_or(QString()));
    if (!read)
        return wrong("action"_L1, u"unknown word"_s, u"use start, stop or restart"_s);
    if (instances.size() != 1)
        return wrong("target_instance"_L1, u"one instance is needed"_s);
    return JobRequest(protocol::PowerInstance{instances.first(), *read});
}

Result<JobRequest> jobRequestFrom(const QJsonObject &json)
{
    const QLatin1StringView name = json.contains("job_type"_L1) ? "job_type"_L1 : "type"_L1;
    const auto word = textOf(json, name);
    if (!word)
        return word.error();
    const auto instances = instancesOf(json);
    if (!instances)
        return instances.error();
    const auto type = domain::jobTypeFromName(*word);
    if (type == domain::JobType::PluginDeploy)
        return deployFrom(json, *instances);
    if (type == domain::JobType::ConfigUpdate)
        return fixFrom(json, *instances);
    if (type == domain::JobType::InstancePower)
        return powerFrom(json, *instances);
    if (type == domain::JobType::Rollback) {
        const auto job = textOf(json, "rollback_of"_L1);
        if (!job || job->isEmpty())
            return wrong("rollback_of"_L1, u"name the job to undo"_s);
        return JobRequest(protocol::PlanRollback{JobId(*job)});
    }
    if (type == domain::JobType::DriftScan) {
        const auto server = textOf(json, "physical_server"_L1);
        if (!server)
            return server.error();
        return JobRequest(protocol::StartScan{*server == "all"_L1 ? QString() : *server, *instances});
    }
    return Error{ErrorCode::Unsupported,
                 u"no such job can be ordered: "_s + excerpt(*word, 64),
                 {},
                 0,
                 0,
                 QString(name),
                 u"use plugin_deploy, config_update, rollback, drift_scan or instance_power"_s};
}

} // namespace

Result<OrderedJob> orderedJobFrom(const QJsonObject &json)
{
    auto request = jobRequestFrom(json);
    if (!request)
        return request.error();
    const auto reason = textOf(json, "reason"_L1);
    if (!reason)
        return reason.error();
    return OrderedJob{*std::move(request), *reason};
}

} // namespace archivesmp::agent::rest
