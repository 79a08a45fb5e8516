// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/artifactstore.h"

#include <QThreadPool>

namespace archivesmp::agent::artifacts {

// Artifacts as files FOLDER/ab/abcdef…, named by their hash: the embedded default. Files are copied and
// hashed in threads of its own.
class FolderArtifactStore final : public coordinator::ArtifactStore
{
public:
    explicit FolderArtifactStore(QString folder);
    ~FolderArtifactStore() override; // waits for what is being copied
    Q_DISABLE_COPY_MOVE(FolderArtifactStore)

    [[nodiscard]] QFuture<Result<void>> put(const QByteArray &sha256, const QString &path) override;
    [[nodiscard]] QFuture<Result<QString>> fetch(const QByteArray &sha256) override;
    [[nodiscard]] QFuture<Result<bool>> contains(const QByteArray &sha256) override;
    [[nodiscard]] QFuture<Result<void>> remove(const QByteArray &sha256) override;

    // Whether the file at `path` holds what the hash says.
    [[nodiscard]] QFuture<Result<void>> check(const QByteArray &sha256, const QString &path);

private:
    [[nodiscard]] QString pathOf(const QByteArray &sha256) const;

    QString _folder;
    QThreadPool _threads;
};

} // namespace archivesmp::agent::artifacts
