// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/filedescriptor.h"
#include "common/core/result.h"

#include <QByteArray>
#include <QString>

namespace archivesmp::agent::deployments {

// Writes regular files into a new tar archive (ustar, with GNU's long names) that every tar can read. Blocks.
class TarArchive final
{
public:
    // A new file of mode 0600; AlreadyExists where there is one.
    [[nodiscard]] static Result<TarArchive> create(const QString &path);

    [[nodiscard]] Result<void> add(const QByteArray &name, unsigned mode, const QByteArray &content);
    [[nodiscard]] Result<void> finish(); // nothing can be added afterwards

private:
    TarArchive(instances::FileDescriptor file, QString path);

    [[nodiscard]] Result<void> write(const QByteArray &header, const QByteArray &content);

    instances::FileDescriptor _file;
    QString _path;
};

} // namespace archivesmp::agent::deployments
