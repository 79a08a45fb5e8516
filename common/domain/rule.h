// SPDX-License-Identifier: GPL-3.0-or-later
// What an admin says about settings in general: what not to report, how bad a difference is, how lists are
// compared, and what several instances must or must not share.
#pragma once

#include "common/core/ids.h"
#include "common/domain/finding.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace archivesmp::domain {

// Ignore and Severity judge findings that are there: they work at once, and taken back they leave no trace.
// The others change what a comparison finds: they are part of the expectations' version.
enum class RuleKind {
    Ignore,    // its findings are not shown, and a fix leaves them alone
    Severity,  // its findings count as `severity`
    List,      // how a list is compared
    ExtraKeys, // keys beside expected ones that nobody expects are reported, or not
    Secret,    // the values are secrets, whatever their keys are called
    Unique,    // no two instances of a group may have the same value
    Agree,     // all instances of a group must have the same value
};

enum class ListMode {
    Ordered, // element by element
    Set,     // the same elements, in any order, each as often
    Keyed,   // maps that are the same thing where their `listKey` is the same, in any order
};

// Which findings or settings a rule is about. Each pattern is a glob, and an empty one fits everything:
// '*' fits any text within one part, '**' across parts, '?' one character. Parts of a file are divided by
// '/', parts of a key by '.'. A file pattern without '/' fits the file's name in any folder.
struct RuleScope
{
    QString plugin;
    QString file;     // relative to the Minecraft folder
    QString key;      // the path in the file as KeyPath shows it
    QString instance; // "BENT01", "ovh/BENT01", "ovh/*"

    friend bool operator==(const RuleScope &, const RuleScope &) = default;
};

// Which instances a Unique or Agree rule compares with each other: all of the fleet, those of one server,
// and of those the ones that have the same values at `sameKeys` (paths in the same file). An entry
// "path=value" or "path=value|other" leaves out the instances that have something else there. A value that
// means the machine itself, like localhost, is another one on every server.
struct RuleGroup
{
    bool perServer = false;
    QStringList sameKeys;

    friend bool operator==(const RuleGroup &, const RuleGroup &) = default;
};

struct Rule
{
    RuleId id;
    RuleKind kind = RuleKind::Ignore;
    RuleScope scope;
    QList<FindingKind> findingKinds; // Ignore and Severity: only these; empty for all
    Severity severity = Severity::Normal;
    ListMode listMode = ListMode::Ordered;
    QString listKey; // of Keyed
    bool on = true;  // of ExtraKeys
    RuleGroup group; // of Unique and Agree
    QString reason;
    QString pack; // the shipped pack that it stands in; empty for an admin's own
    QString author;
    QDateTime createdAt;                // UTC
    std::optional<QDateTime> expiresAt; // UTC; from then on it does nothing

    friend bool operator==(const Rule &, const Rule &) = default;
};

// A value that a Unique or Agree rule asked for, as one instance has it.
struct Observation
{
    RuleId rule;
    QString plugin;
    QString file; // relative to the Minecraft folder
    KeyPath key;
    ShownValue value; // a secret's fingerprint where it is one
    QByteArray group; // stands for what is at the group's `sameKeys`: an HMAC with the fleet's key, 32 bytes;
                      // empty where it has none
    int line = 0;
    int column = 0;
    bool asExpected = false; // the value is expected to be there, and so is what is at the group's `sameKeys`

    friend bool operator==(const Observation &, const Observation &) = default;
};

// Whether a rule of this kind is part of the expectations' version.
[[nodiscard]] bool changesComparison(RuleKind kind);

[[nodiscard]] QString nameOf(RuleKind kind);
[[nodiscard]] std::optional<RuleKind> ruleKindFromName(QStringView text);
[[nodiscard]] QString nameOf(ListMode mode);
[[nodiscard]] std::optional<ListMode> listModeFromName(QStringView text);

} // namespace archivesmp::domain
