// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/instancefolder.h"
#include "common/core/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace archivesmp::agent::deployments {

// One file that a job changes. Paths are relative to the instance's folder ("Minecraft/plugins/X.jar").
struct FileChange
{
    QString path;
    QByteArray oldSha256; // empty where it was not there
    QByteArray newSha256; // empty where it is taken away
    QString staged;       // where the new content lies, on the same file system; empty where it is taken away
    bool ownedByPlugin = false; // a configuration file: once the server runs, its plugin may write it

    friend bool operator==(const FileChange &, const FileChange &) = default;
};

// Where all changes of a job together stand. Old and New are whole, Mixed is a swap in the middle, and Other
// has a content that is neither: somebody else was there, and nothing is overwritten.
enum class DiskState { Old, New, Mixed, Other };

enum class PluginFiles { Compare, Skip }; // Skip: the server ran since, so their content says nothing

// `whereNothingSpeaks` is given where every file was skipped.
[[nodiscard]] Result<DiskState> diskState(const instances::InstanceFolder &folder,
                                          const QList<FileChange> &changes, PluginFiles pluginFiles,
                                          DiskState whereNothingSpeaks);

// The SHA-256 of a file, empty where it is not there.
[[nodiscard]] Result<QByteArray> hashOrNothing(const instances::InstanceFolder &folder, const QString &path);

[[nodiscard]] QJsonArray toJson(const QList<FileChange> &changes);
[[nodiscard]] QList<FileChange> fileChangesFromJson(const QJsonArray &json);

inline constexpr qint64 largestJar = qint64(256) * 1024 * 1024;

} // namespace archivesmp::agent::deployments
