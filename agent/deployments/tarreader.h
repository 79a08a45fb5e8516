// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

class QFile;

namespace archivesmp::agent::deployments {

struct TarEntry
{
    QByteArray name;
    QByteArray content;
};

// Reads what TarArchive writes, one file after the other: regular files with ustar's or GNU's long names, and
// nothing else. Blocks.
class TarReader final
{
public:
    [[nodiscard]] static Result<TarReader> open(const QString &path);

    // nullopt after the last one. Corrupt where the archive is cut or a header's sum does not fit,
    // UnsupportedFormat for a link, folder or device, LimitExceeded for a file of more than `largest` bytes.
    [[nodiscard]] Result<std::optional<TarEntry>> next(qint64 largest);

private:
    struct Header
    {
        QByteArray name;
        char type = 0;
        qint64 size = 0;
    };

    explicit TarReader(std::shared_ptr<QFile> file);

    [[nodiscard]] Result<std::optional<Header>> readHeader();
    [[nodiscard]] Result<QByteArray> readContent(qint64 size, qint64 largest);
    [[nodiscard]] Error broken(const QString &why) const;

    std::shared_ptr<QFile> _file;
};

} // namespace archivesmp::agent::deployments
