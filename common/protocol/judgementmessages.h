// SPDX-License-Identifier: GPL-3.0-or-later
// What a console asks about findings that are right as they are: to accept what is there, or to hide it by a
// rule. Requests as in fleetmessages.h.
#pragma once

#include "common/domain/finding.h"
#include "common/domain/rule.h"
#include "common/domain/user.h"
#include "common/protocol/valuecard.h"

#include <QList>
#include <QString>

namespace archivesmp::protocol {

using namespace Qt::StringLiterals;

// A finding that was asked about and left as it is.
struct RefusedFinding
{
    FindingId finding;
    QString reason; // one sentence for people

    friend bool operator==(const RefusedFinding &, const RefusedFinding &) = default;
};

struct FindingsAccepted
{
    qint64 version = 0;        // of the expectations from now on; as before where nothing was accepted
    QList<FindingId> accepted; // provisional until their files are read again, and then gone
    QList<RefusedFinding> refused;
    QList<JobId> evaluations; // the jobs that read them again, one per server

    friend bool operator==(const FindingsAccepted &, const FindingsAccepted &) = default;
};

// What is there becomes what is expected: the actual value of changed, wrong_type and extra_key, "need not be
// there" for missing_key, and "allowed" in the matrix for missing_plugin and unexpected_plugin. Every other
// kind is refused, each with its reason. All that can be accepted makes one new version.
struct AcceptFindings
{
    static constexpr auto method = "findings.accept"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = FindingsAccepted;
    QList<FindingId> findings;
    // The layer that gets the value: of the finding's instance, of its server, or of all. Values of the
    // finding's instance that would win over it go away; where the server's would, it is refused.
    domain::Layer scope = domain::Layer::Instance;
    QString reason; // must be there

    friend bool operator==(const AcceptFindings &, const AcceptFindings &) = default;
};

// What became of a change of rules.
struct RulesChanged
{
    QList<RuleId> rules;           // that were added or removed
    qint64 findings = 0;           // open ones that are hidden, shown again or of another severity now
    qint64 version = 0;            // of the expectations, where it changed with the rules; else 0
    QList<RefusedFinding> refused; // of IgnoreFindings
    QList<JobId> evaluations;      // that find out what a rule about the comparison changes, one per server

    friend bool operator==(const RulesChanged &, const RulesChanged &) = default;
};

// Hides findings by a rule each: for the same plugin, file, key and kind. Already hidden ones are refused.
struct IgnoreFindings
{
    static constexpr auto method = "findings.ignore"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = RulesChanged;
    QList<FindingId> findings;
    domain::Layer scope = domain::Layer::Instance; // on this instance, on this server, or everywhere
    QString reason;                                // must be there
    std::optional<QDateTime> expiresAt;            // UTC; from then on they are shown again

    friend bool operator==(const IgnoreFindings &, const IgnoreFindings &) = default;
};

struct RuleState
{
    domain::Rule rule;
    qint64 hits = 0;      // open findings that it hides or has given their severity, or that it found
    bool expired = false; // it is kept for the records and does nothing

    friend bool operator==(const RuleState &, const RuleState &) = default;
};

struct RulePage
{
    QList<RuleState> rules; // the admins' own, newest first, then those of the shipped packs by id
    friend bool operator==(const RulePage &, const RulePage &) = default;
};

struct ListRules
{
    static constexpr auto method = "rules.list"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = RulePage;
    friend bool operator==(const ListRules &, const ListRules &) = default;
};

// Id, author and time of the rule are given by the host. A rule of the kinds Ignore and Severity works at
// once, the others with a new version of the expectations.
struct AddRule
{
    static constexpr auto method = "rules.add"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = RulesChanged;
    domain::Rule rule; // with a reason, and not of a pack

    friend bool operator==(const AddRule &, const AddRule &) = default;
};

// A rule of a shipped pack cannot be removed: Unsupported. One that is not there is NotFound.
struct RemoveRule
{
    static constexpr auto method = "rules.remove"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = RulesChanged;
    RuleId rule;
    QString reason; // for the records; may be empty

    friend bool operator==(const RemoveRule &, const RemoveRule &) = default;
};

// What a rule would do to the open findings, before there is one.
struct RulePreview
{
    qint64 findings = 0;          // that are shown now and that it would hide or give another severity
    QList<domain::Finding> first; // the worst of them
    bool certain = true; // false for rules of other kinds: what they change is known when the files are read
                         // again. `findings` are then those in its scope; of Unique and Agree there are none
    friend bool operator==(const RulePreview &, const RulePreview &) = default;
};

struct PreviewRule
{
    static constexpr auto method = "rules.preview"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = RulePreview;
    domain::Rule rule;
    int limit = 20; // of `first`; 0 … 500

    friend bool operator==(const PreviewRule &, const PreviewRule &) = default;
};

} // namespace archivesmp::protocol
