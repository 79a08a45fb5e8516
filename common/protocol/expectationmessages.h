// SPDX-License-Identifier: GPL-3.0-or-later
// What a console asks about what is expected: its history, its parts, and the way back. Requests as in
// fleetmessages.h.
#pragma once

#include "common/domain/user.h"
#include "common/protocol/valuecard.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace archivesmp::protocol {

using namespace Qt::StringLiterals;

// What one version changed, in numbers and in a few words.
struct VersionSummary
{
    int added = 0; // settings of a layer
    int changed = 0;
    int removed = 0;
    int cells = 0; // of the deployment matrix
    int rules = 0; // added, changed or removed
    int aliases = 0;
    QStringList plugins;  // whose settings or cells changed, sorted
    QStringList examples; // "ReSpawn: ReSpawn.Enabled for BENT01: false → true"; a secret is "secret"

    friend bool operator==(const VersionSummary &, const VersionSummary &) = default;
};

struct VersionEntry
{
    qint64 version = 0;
    QString author;
    QDateTime at; // UTC
    QString reason;
    VersionSummary summary;
    qint64 undoes = 0; // the version that it took back; 0 where it is no undo

    friend bool operator==(const VersionEntry &, const VersionEntry &) = default;
};

struct VersionPage
{
    QList<VersionEntry> versions; // newest first
    qint64 newest = 0;            // 0 where nothing was ever imported

    friend bool operator==(const VersionPage &, const VersionPage &) = default;
};

struct ListVersions
{
    static constexpr auto method = "expectations.versions"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = VersionPage;
    qint64 before = 0; // only older ones; 0 for all
    int limit = 50;    // 1 … 500

    friend bool operator==(const ListVersions &, const ListVersions &) = default;
};

struct VersionUndone
{
    qint64 version = 0;       // the new one
    QList<JobId> evaluations; // that find out what it means, one per server

    friend bool operator==(const VersionUndone &, const VersionUndone &) = default;
};

// Makes a new version that is equal to the one before `version`, which must be the newest: Conflict where it
// is not, so that nobody takes back what he has not seen. Undoing an undo brings back what it took. An
// operator takes back what he made himself, an admin any.
struct UndoVersion
{
    static constexpr auto method = "expectations.undo"_L1;
    static constexpr auto needs = domain::UserRole::Operator;
    using Reply = VersionUndone;
    qint64 version = 0;
    QString reason; // must be there

    friend bool operator==(const UndoVersion &, const UndoVersion &) = default;
};

// A part of one file of an export. Ask on from `next` until it is 0.
struct ExportPart
{
    qint64 version = 0;
    QStringList files; // all there are: "paper/universal_configs.json", "deployment_matrix.csv",
                       // "aliases.json", "rules.json", "expectations.json"
    QString text;      // from the offset that was asked for; a secret is "<secret>"
    qint64 next = 0;   // the offset of what follows, in UTF-16 units

    friend bool operator==(const ExportPart &, const ExportPart &) = default;
};

// The files are those that an import reads, so that an export can be imported again; expectations.json is the
// whole document as the host keeps it.
struct ExportExpectations
{
    static constexpr auto method = "expectations.export"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = ExportPart;
    qint64 version = 0; // 0 for the newest
    QString file;       // empty: only the names are wanted
    qint64 offset = 0;

    friend bool operator==(const ExportExpectations &, const ExportExpectations &) = default;
};

struct AliasList
{
    QHash<QString, QString> instances; // a name in the imported files → the instance
    QHash<QString, QString> plugins;   // a folder's or descriptor's name → the plugin in the expectations

    friend bool operator==(const AliasList &, const AliasList &) = default;
};

struct ListAliases
{
    static constexpr auto method = "aliases.list"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = AliasList;
    friend bool operator==(const ListAliases &, const ListAliases &) = default;
};

// The card of a setting, whether there is a finding about it or not.
struct SettingCard
{
    QList<LayerValue> layers; // lowest first; empty where nothing is expected
    FindingId finding;        // the open finding at this place; empty where it is as expected
    QDateTime readAt;         // when the instance was last scanned
    ValueStory story;

    friend bool operator==(const SettingCard &, const SettingCard &) = default;
};

struct GetSettingCard
{
    static constexpr auto method = "settings.card"_L1;
    static constexpr auto needs = domain::UserRole::Viewer;
    using Reply = SettingCard;
    QString plugin;
    QString key;      // as the expectations write it, or as a finding does
    QString instance; // name or server/name
    QString file;     // relative to the Minecraft folder; may be empty, decides between two files

    friend bool operator==(const GetSettingCard &, const GetSettingCard &) = default;
};

} // namespace archivesmp::protocol
