// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/hostjson.h"

#include "common/protocol/driftmembers.h"
#include "common/protocol/jobmembers.h"

#include <QJsonDocument>

namespace archivesmp::protocol {

namespace {

constexpr qint64 longestSeconds = 24 * 3600;

} // namespace

template <>
struct JsonCodec<std::chrono::seconds>
{
    static QJsonValue write(std::chrono::seconds from) { return qint64(from.count()); }
    static void read(const JsonPlace &place, const QJsonValue &json, std::chrono::seconds &to)
    {
        qint64 count = 0;
        JsonCodec<qint64>::read(place, json, count);
        if (count < 0 || count > longestSeconds)
            place.fail(u"expected seconds up to a day"_s);
        to = std::chrono::seconds(count);
    }
};

template <>
struct JsonCodec<Secret>
{
    static QJsonValue write(const Secret &from) { return QString::fromLatin1(from.reveal().toBase64()); }
    static void read(const JsonPlace &place, const QJsonValue &json, Secret &to)
    {
        const auto decoded = QByteArray::fromBase64Encoding(json.toString().toLatin1(),
                                                            QByteArray::AbortOnBase64DecodingErrors);
        if (!json.isString() || !decoded)
            place.fail(u"expected base64"_s); // without quoting what is there
        else
            to = Secret(*decoded);
    }
};

template <>
struct JsonCodec<QHash<QString, Secret>>
{
    static QJsonValue write(const QHash<QString, Secret> &from)
    {
        QJsonObject object;
        for (auto it = from.begin(); it != from.end(); ++it)
            object.insert(it.key(), JsonCodec<Secret>::write(it.value()));
        return object;
    }
    static void read(const JsonPlace &place, const QJsonValue &json, QHash<QString, Secret> &to)
    {
        if (!json.isObject())
            return place.expected("an object"_L1, json);
        const QJsonObject object = json.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            JsonCodec<Secret>::read(place, it.value(), to[it.key()]);
    }
};

template <>
struct JsonMembers<AgentHello>
{
    static void visit(auto &io, auto &x)
    {
        io.required("server"_L1, x.server);
        io.required("boot_id"_L1, x.bootId);
        io.required("version"_L1, x.version);
        io.required("protocol"_L1, x.protocol);
        io.required("job_types"_L1, x.jobTypes);
    }
};

template <>
struct JsonMembers<AgentWelcome>
{
    static void visit(auto &io, auto &x)
    {
        io.required("fleet_id"_L1, x.fleetId);
        io.required("fleet_key"_L1, x.fleetKey);
        io.required("lease"_L1, x.lease);
        io.required("heartbeat"_L1, x.heartbeat);
        io.required("expectations_sha256"_L1, x.expectationsHash);
    }
};

template <>
struct JsonMembers<Heartbeat>
{
    static void visit(auto &io, auto &x)
    {
        io.required("server"_L1, x.server);
        io.required("boot_id"_L1, x.bootId);
        io.required("version"_L1, x.version);
        io.required("instances"_L1, x.instances);
        io.optional("engines"_L1, x.engines);
    }
};

template <>
struct JsonMembers<KnownKey>
{
    static void visit(auto &io, auto &x)
    {
        io.required("sha256"_L1, x.sha256);
        io.required("name"_L1, x.name);
        io.required("role"_L1, x.role);
    }
};

template <>
struct JsonMembers<KeySnapshot>
{
    static void visit(auto &io, auto &x)
    {
        io.required("issued_at"_L1, x.issuedAt);
        io.required("keys"_L1, x.keys);
        io.required("mac"_L1, x.mac);
    }
};

template <>
struct JsonMembers<HeartbeatReply>
{
    static void visit(auto &io, auto &x)
    {
        io.required("expectations_sha256"_L1, x.expectationsHash);
        io.optional("cancel_requested"_L1, x.cancelRequested);
        io.optional("keys"_L1, x.keys);
    }
};

template <>
struct JsonMembers<LocalDeed>
{
    static void visit(auto &io, auto &x)
    {
        io.required("server"_L1, x.server);
        io.required("job"_L1, x.job);
        io.required("at"_L1, x.at);
        io.required("actor"_L1, x.actor);
        io.required("action"_L1, x.action);
        io.optional("detail"_L1, x.detail);
    }
};

template <>
struct JsonMembers<ClaimRequest>
{
    static void visit(auto &io, auto &x)
    {
        io.required("job"_L1, x.job);
        io.required("server"_L1, x.server);
        io.required("boot_id"_L1, x.bootId);
        io.required("nonce"_L1, x.nonce);
        io.optional("payload_sha256"_L1, x.payloadSha256);
    }
};

template <>
struct JsonMembers<ClaimedJob>
{
    static void visit(auto &io, auto &x)
    {
        io.required("job"_L1, x.job);
        io.required("lease"_L1, x.lease);
        io.optional("expectations_sha256"_L1, x.expectationsHash);
        io.optional("secrets"_L1, x.secrets);
    }
};

template <>
struct JsonMembers<RenewRequest>
{
    static void visit(auto &io, auto &x)
    {
        io.required("job"_L1, x.job);
        io.required("boot_id"_L1, x.bootId);
        io.required("fence"_L1, x.fence);
        io.optional("progress"_L1, x.progress);
        io.optional("events"_L1, x.events);
    }
};

template <>
struct JsonMembers<RenewReply>
{
    static void visit(auto &io, auto &x) { io.required("cancel_requested"_L1, x.cancelRequested); }
};

template <>
struct JsonMembers<ScanReportPart>
{
    static void visit(auto &io, auto &x)
    {
        io.required("job"_L1, x.job);
        io.required("fence"_L1, x.fence);
        io.required("part"_L1, x.part);
        io.required("last"_L1, x.last);
        io.required("report"_L1, x.report);
    }
};

template <>
struct JsonMembers<JobResult>
{
    static void visit(auto &io, auto &x)
    {
        io.required("job"_L1, x.job);
        io.required("attempt"_L1, x.attempt);
        io.required("fence"_L1, x.fence);
        io.required("status"_L1, x.status);
        io.optional("error_code"_L1, x.errorCode);
        io.optional("message"_L1, x.message);
        io.optional("events"_L1, x.events);
        io.optional("plugins"_L1, x.plugins);
        io.optional("instance"_L1, x.instance);
        // The backup's JSON stays the very text that it was.
        QString backup = QString::fromUtf8(x.backup);
        io.optional("backup"_L1, backup);
        if constexpr (!std::is_const_v<std::remove_reference_t<decltype(x)>>)
            x.backup = backup.toUtf8();
    }
};

QJsonObject toJson(const AgentHello &hello)
{
    return objectOf(hello);
}

QJsonObject toJson(const AgentWelcome &welcome)
{
    return objectOf(welcome);
}

QJsonObject toJson(const Heartbeat &beat)
{
    return objectOf(beat);
}

QJsonObject toJson(const HeartbeatReply &reply)
{
    return objectOf(reply);
}

QJsonObject toJson(const ClaimRequest &request)
{
    return objectOf(request);
}

QJsonObject toJson(const ClaimedJob &claimed)
{
    return objectOf(claimed);
}

QJsonObject toJson(const RenewRequest &request)
{
    return objectOf(request);
}

QJsonObject toJson(const RenewReply &reply)
{
    return objectOf(reply);
}

QJsonObject toJson(const ScanReportPart &part)
{
    return objectOf(part);
}

QJsonObject toJson(const JobResult &result)
{
    return objectOf(result);
}

QJsonObject toJson(const KeySnapshot &snapshot)
{
    return objectOf(snapshot);
}

QJsonObject toJson(const LocalDeed &deed)
{
    return objectOf(deed);
}

Result<AgentHello> agentHelloFromJson(const QJsonObject &json)
{
    return fromObject<AgentHello>(json);
}

Result<AgentWelcome> agentWelcomeFromJson(const QJsonObject &json)
{
    return fromObject<AgentWelcome>(json);
}

Result<Heartbeat> heartbeatFromJson(const QJsonObject &json)
{
    return fromObject<Heartbeat>(json);
}

Result<HeartbeatReply> heartbeatReplyFromJson(const QJsonObject &json)
{
    return fromObject<HeartbeatReply>(json);
}

Result<ClaimRequest> claimRequestFromJson(const QJsonObject &json)
{
    return fromObject<ClaimRequest>(json);
}

Result<ClaimedJob> claimedJobFromJson(const QJsonObject &json)
{
    return fromObject<ClaimedJob>(json);
}

Result<RenewRequest> renewRequestFromJson(const QJsonObject &json)
{
    return fromObject<RenewRequest>(json);
}

Result<RenewReply> renewReplyFromJson(const QJsonObject &json)
{
    return fromObject<RenewReply>(json);
}

Result<ScanReportPart> scanReportPartFromJson(const QJsonObject &json)
{
    return fromObject<ScanReportPart>(json);
}

Result<JobResult> jobResultFromJson(const QJsonObject &json)
{
    return fromObject<JobResult>(json);
}

Result<KeySnapshot> keySnapshotFromJson(const QJsonObject &json)
{
    return fromObject<KeySnapshot>(json);
}

Result<LocalDeed> localDeedFromJson(const QJsonObject &json)
{
    return fromObject<LocalDeed>(json);
}

Result<QJsonObject> jsonObjectFrom(const QByteArray &body)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (problem.error != QJsonParseError::NoError) {
        const QByteArrayView before
            = QByteArrayView(body).first(std::min<qsizetype>(problem.offset, body.size()));
        const qsizetype lineStart = before.lastIndexOf('\n') + 1;
        return Error{ErrorCode::InvalidInput,
                     u"not JSON: "_s + problem.errorString(),
                     {},
                     int(before.count('\n')) + 1,
                     int(before.size() - lineStart) + 1};
    }
    if (!document.isObject())
        return Error{ErrorCode::InvalidInput, u"expected a JSON object"_s};
    return document.object();
}

} // namespace archivesmp::protocol
