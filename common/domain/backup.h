// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/ids.h"
#include "common/domain/instance.h"

#include <QDateTime>
#include <QList>

namespace archivesmp::domain {

// One file as it was before a job changed it.
struct BackupFile
{
    QString path;      // relative to the Minecraft folder
    QByteArray sha256; // 32 bytes; empty where the file did not exist
    qint64 size = 0;

    friend bool operator==(const BackupFile &, const BackupFile &) = default;
};

// What a job put aside on the agent's disk before its first change; a rollback is made of it.
struct Backup
{
    BackupId id;
    InstanceRef instance;
    JobId job;
    QDateTime createdAt; // UTC
    QList<BackupFile> files;
    QString artifact; // sha256 (hex) of the copy in the artifact store; empty while only the agent has it

    friend bool operator==(const Backup &, const Backup &) = default;
};

} // namespace archivesmp::domain
