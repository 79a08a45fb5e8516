// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/ids.h"
#include "common/core/keypath.h"
#include "common/core/value.h"
#include "common/domain/instance.h"

#include <QDateTime>
#include <QString>

#include <optional>
#include <variant>

namespace archivesmp::domain {

enum class FindingKind {
    Changed,
    MissingKey,
    ExtraKey,
    WrongType,
    MissingFile,
    Unparsable,
    UnsupportedFormat,
    InvalidStructure,
    MissingPlugin,
    UnexpectedPlugin,
    DuplicatePlugin,
    WrongVersion,
    InstanceMismatch,
    Collision,
    Unreadable,
};

enum class Severity { Info, Normal, Critical }; // in rising order

// Where an effective value comes from; the later one wins.
enum class Layer { Universal, Server, Instance };

// A secret never leaves the agent: only whether two are the same can be seen.
struct SecretFingerprint
{
    QByteArray hmac; // HMAC-SHA256 with the fleet's key over type and canonical value; 32 bytes
    friend bool operator==(const SecretFingerprint &, const SecretFingerprint &) = default;
};

// A value as it may be shown: nothing at all (missing, or not applicable), the value, or a secret's
// fingerprint.
using ShownValue = std::variant<std::monostate, Value, SecretFingerprint>;

[[nodiscard]] inline bool isAbsent(const ShownValue &value)
{
    return std::holds_alternative<std::monostate>(value);
}
[[nodiscard]] inline bool isSecret(const ShownValue &value)
{
    return std::holds_alternative<SecretFingerprint>(value);
}

// What a fix of one finding would do, worked out by the agent while it had the file in hand.
struct FixPreview
{
    QByteArray fileSha256; // of the file as it was scanned, 32 bytes
    QString hunk;    // a unified diff's hunk with three lines of context, secrets masked; empty where refused
    QString refusal; // why the file cannot be edited surgically; empty where it can

    friend bool operator==(const FixPreview &, const FixPreview &) = default;
};

// One difference between what is expected and what is, or one thing that could not be compared.
struct Finding
{
    FindingId id;
    InstanceRef instance;
    QString plugin; // empty for findings about the instance itself
    QString file;   // relative to the Minecraft folder, with '/'; bytes that are no UTF-8 are escaped; empty
                    // where none
    KeyPath key;    // empty where the finding is about the whole file or plugin
    FindingKind kind = FindingKind::Changed;
    Severity severity = Severity::Normal;
    ShownValue expected;
    ShownValue actual;
    std::optional<Layer> layer; // of the expected value
    int line = 0;               // of the actual value, or of the parse error; 1-based, 0 where there is none
    int column = 0;
    std::optional<FixPreview> fix; // for kinds that isFixable() names, up to a bound per instance
    QString message;               // the parser's words, versions, the sides of a collision; else empty
    QDateTime firstSeen;           // UTC
    QDateTime lastSeen;            // UTC

    // Said by the host about a finding that it holds.
    RuleId ignoredBy;                         // the rule that hides it; empty where none does
    std::optional<Severity> detectedSeverity; // before a rule changed it; nothing where none did
    bool provisional = false; // what is expected has changed since; true until the file has been read again

    friend bool operator==(const Finding &, const Finding &) = default;
};

// The same after a restart and on every machine: 32 hexadecimal digits over server, instance, file, path and
// kind; for findings without a file the plugin stands in its place.
[[nodiscard]] FindingId findingId(const Finding &finding);

// The finding that stands for an instance which the disk and AMP do not agree about.
[[nodiscard]] Finding mismatchOf(const Instance &instance);

// Only these can be put right by writing a value.
[[nodiscard]] bool isFixable(FindingKind kind);

[[nodiscard]] QString nameOf(FindingKind kind);
[[nodiscard]] std::optional<FindingKind> findingKindFromName(QStringView text);
[[nodiscard]] QString nameOf(Severity severity);
[[nodiscard]] std::optional<Severity> severityFromName(QStringView text);
[[nodiscard]] QString nameOf(Layer layer);
[[nodiscard]] std::optional<Layer> layerFromName(QStringView text);

} // namespace archivesmp::domain
