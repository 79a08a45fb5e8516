// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/filedescriptor.h"
#include "common/core/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace archivesmp::agent::jobs {

// The checksum of the records (Castagnoli's polynomial).
[[nodiscard]] quint32 crc32c(QByteArrayView bytes);

// An append-only file of JSON records, each "length | crc32c | json" and on the disk before append() returns.
// A tail that was torn by a crash is ignored when reading and overwritten by the next record. Blocks, in
// whichever thread owns it.
class Journal final
{
public:
    // Opens the file, makes it (mode 0600) where it is not there, and reads it. Errors: Unsupported where it
    // was written by a newer version, NoSpace, PermissionDenied …
    [[nodiscard]] static Result<Journal> open(const QString &path);

    // Only reads; nothing is changed on the disk.
    [[nodiscard]] static Result<QList<QJsonObject>> read(const QString &path);

    [[nodiscard]] const QList<QJsonObject> &records() const { return _records; }
    [[nodiscard]] const QString &path() const { return _path; }
    [[nodiscard]] Result<void> append(const QJsonObject &record);

private:
    Journal(instances::FileDescriptor file, QString path);

    instances::FileDescriptor _file;
    QString _path;
    QList<QJsonObject> _records;
    qint64 _end = 0; // of the last good record
};

} // namespace archivesmp::agent::jobs
