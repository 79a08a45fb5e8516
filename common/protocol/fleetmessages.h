// SPDX-License-Identifier: GPL-3.0-or-later
// What a console (or archivesmpctl) asks of an agent over the control door. One struct per request; each
// names its method, the least role that may send it, and the type of its reply. All texts are plain texts,
// all times UTC.
#pragma once

#include "common/domain/driftreport.h"
#include "common/domain/job.h"
#include "common/domain/physicalserver.h"
#include "common/domain/plan.h"
#include "common/domain/plugin.h"
#include "common/domain/user.h"
#include "common/protocol/expectationmessages.h"
#include "common/protocol/judgementmessages.h"
#include "common/protocol/valuecard.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace archivesmp::protocol {

using namespace Qt::StringLiterals;

// Raised when a message changes in a way that an older side cannot live with. A host speaks with agents and
// consoles of this version and the one before.
inline constexpr int protocolVersion = 1;

// An engine of an agent and how it is: "storage" (SQLite, MariaDB), "delivery" (long poll, Redis),
// "artifacts" (folder, S3), "amp".
struct EngineStatus
{
    QString server;
    QString engine;
    QString kind; // "MariaDB"
    bool up = true;
    QString reason; // one sentence where it is down

    friend bool operator==(const EngineStatus &, const EngineStatus &) = default;
};

// First message of a session; nothing else is answered before it.
struct HelloReply
{
    QString server; // the physical server that this agent works for
    domain::ServerRole role = domain::ServerRole::Client;
    QString version;
    int protocol = protocolVersion;
    domain::User user;   // whom the key belongs to
    int webApiPort = 0;  // HTTPS on the same address and certificate; 0 where it has none
    qint64 sequence = 0; // of the last event before this reply

    friend bool operator==(const HelloReply &, const HelloReply &) = default;
};

struct Hello
{
    static constexpr auto method = "hello"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = HelloReply;
    QString program; // "archivesmp-console"
    QString version;
    int protocol = protocolVersion;

    friend bool operator==(const Hello &, const Hello &) = default;
};

// The whole inventory. The host knows every server, a client agent itself only.
struct FleetState
{
    QList<domain::PhysicalServer> servers;
    QList<domain::Instance> instances;
    QList<domain::InstalledPlugin> plugins;
    QList<EngineStatus> engines;
    bool hasExpectations = false;
    qint64 sequence = 0;
    qint64 expectationsVersion = 0;           // 0 where nothing was ever imported
    QList<domain::UnresolvedKeys> unresolved; // expected settings without a file, once per plugin and reason

    friend bool operator==(const FleetState &, const FleetState &) = default;
};

struct GetFleet
{
    static constexpr auto method = "fleet.get"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = FleetState;
    QString server; // empty for all; an unknown name is InvalidArgument, never all

    friend bool operator==(const GetFleet &, const GetFleet &) = default;
};

struct FindingPage
{
    // By severity, worst first, then server, instance, plugin, file, key. Fewer than `limit` where more would
    // not fit into one message: the next page begins at offset + size.
    QList<domain::Finding> findings;
    qint64 total = 0; // that fit the query, on all pages
    qint64 sequence = 0;
    qint64 ignored = 0; // that would fit it but are hidden by a rule

    friend bool operator==(const FindingPage &, const FindingPage &) = default;
};

struct ListFindings
{
    static constexpr auto method = "findings.list"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = FindingPage;
    QString server;   // each empty for all
    QString instance; // "BENT01" or "ovh/BENT01"
    QString plugin;
    std::optional<domain::FindingKind> kind;
    std::optional<domain::Severity> severity;
    qint64 offset = 0;
    int limit = 1000;     // 1 … 5000
    bool ignored = false; // those that a rule hides, in place of those that are shown

    friend bool operator==(const ListFindings &, const ListFindings &) = default;
};

// Everything that is known about one finding.
struct FindingDetail
{
    domain::Finding finding;
    QList<LayerValue> layers; // lowest first
    QDateTime readAt;         // when its file was last scanned
    ValueStory story;

    friend bool operator==(const FindingDetail &, const FindingDetail &) = default;
};

struct GetFinding
{
    static constexpr auto method = "findings.get"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = FindingDetail;
    FindingId id;

    friend bool operator==(const GetFinding &, const GetFinding &) = default;
};

struct JobAccepted
{
    JobId job; // the parent where there is one
    friend bool operator==(const JobAccepted &, const JobAccepted &) = default;
};

struct StartScan
{
    static constexpr auto method = "scan.start"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = JobAccepted;
    QString server;        // empty for all
    QStringList instances; // names or server/name; empty for all of the server

    friend bool operator==(const StartScan &, const StartScan &) = default;
};

struct PlanFix
{
    static constexpr auto method = "plan.fix"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = domain::Plan;
    QList<FindingId> findings;
    QString plugin;   // or all fixable findings of one plugin …
    QString instance; // … on one instance

    friend bool operator==(const PlanFix &, const PlanFix &) = default;
};

struct PlanDeploy
{
    static constexpr auto method = "plan.deploy"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = domain::Plan;
    QString plugin;      // must be the descriptor's name
    QString version;     // must be the descriptor's version; empty takes it
    QByteArray artifact; // sha256 of a JAR that the host already holds, 32 bytes
    QString fileName;
    QStringList instances; // names or server/name

    friend bool operator==(const PlanDeploy &, const PlanDeploy &) = default;
};

struct PlanRollback
{
    static constexpr auto method = "plan.rollback"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = domain::Plan;
    JobId job; // a parent undoes all of its children

    friend bool operator==(const PlanRollback &, const PlanRollback &) = default;
};

// Carries out a plan that this host computed within the last hour. Refused as Conflict when it would no
// longer be the same plan.
struct ApplyPlan
{
    static constexpr auto method = "plan.apply"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = JobAccepted;
    PlanId plan;
    QString idempotencyKey; // the same key gives the same answer; another plan under it is Conflict
    QString reason;         // for the records; may be empty

    friend bool operator==(const ApplyPlan &, const ApplyPlan &) = default;
};

struct JobPage
{
    QList<domain::Job> jobs; // newest first; children too
    qint64 sequence = 0;

    friend bool operator==(const JobPage &, const JobPage &) = default;
};

struct ListJobs
{
    static constexpr auto method = "jobs.list"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = JobPage;
    QString server; // empty for all
    std::optional<domain::JobStatus> status;
    int limit = 200; // parents and lone jobs; 1 … 1000

    friend bool operator==(const ListJobs &, const ListJobs &) = default;
};

struct JobDetail
{
    domain::Job job;
    QList<domain::Job> children;    // by wave, then server, then instance
    QList<domain::JobEvent> events; // of the job and its children, oldest first

    friend bool operator==(const JobDetail &, const JobDetail &) = default;
};

struct GetJob
{
    static constexpr auto method = "jobs.get"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = JobDetail;
    JobId id;

    friend bool operator==(const GetJob &, const GetJob &) = default;
};

struct Done
{
    friend bool operator==(const Done &, const Done &) = default;
};

// Ends a job that waits; asks one that runs to stop at its next safe point. Conflict where it is too late.
struct CancelJob
{
    static constexpr auto method = "jobs.cancel"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = Done;
    JobId id;

    friend bool operator==(const CancelJob &, const CancelJob &) = default;
};

struct PowerInstance
{
    static constexpr auto method = "instance.power"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = JobAccepted;
    QString instance; // name or server/name
    domain::PowerAction action = domain::PowerAction::Start;

    friend bool operator==(const PowerInstance &, const PowerInstance &) = default;
};

// One file of an import, uploaded as an artifact before.
struct ImportFile
{
    enum class Content { Universal, Variable, Matrix, Rules };
    Content content = Content::Universal;
    domain::Platform platform = domain::Platform::Paper; // of the folder it came from
    QString name;                                        // for messages
    QByteArray artifact;                                 // sha256, 32 bytes

    friend bool operator==(const ImportFile &, const ImportFile &) = default;
};

struct ImportReply
{
    QJsonObject report;    // the import report as archivesmpctl import --json prints it
    bool accepted = false; // false for a dry run
    qint64 version = 0;    // of the expectations, where accepted; the same as before where nothing changed

    friend bool operator==(const ImportReply &, const ImportReply &) = default;
};

struct ImportExpectations
{
    static constexpr auto method = "expectations.import"_L1;
    static constexpr auto needs = domain::UserRole::Admin;
    using Reply = ImportReply;
    QList<ImportFile> files;
    QHash<QString, QString> aliases; // name in the files → instance
    QString reason;
    bool dryRun = true;

    friend bool operator==(const ImportExpectations &, const ImportExpectations &) = default;
};

// Every request there is: the codec, the control door and the client are made of this list.
template <typename... Requests>
struct RequestList
{ };
using AllRequests
    = RequestList<Hello, GetFleet, ListFindings, GetFinding, StartScan, PlanFix, PlanDeploy, PlanRollback,
                  ApplyPlan, ListJobs, GetJob, CancelJob, PowerInstance, ImportExpectations, AcceptFindings,
                  IgnoreFindings, ListRules, PreviewRule, AddRule, RemoveRule, ListVersions, UndoVersion,
                  ExportExpectations, ListAliases, GetSettingCard>;

} // namespace archivesmp::protocol
