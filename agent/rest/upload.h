// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArrayView>
#include <QCryptographicHash>
#include <QTemporaryFile>

namespace archivesmp::agent::rest {

// A body that goes to a file as it comes (mode 0600) and is hashed on the way. Used by one thread at a time;
// the file is removed with the object, unless somebody has moved it away.
class Upload final
{
public:
    [[nodiscard]] static Result<std::shared_ptr<Upload>> into(const QString &folder);

    Result<void> write(QByteArrayView bytes);
    Result<void> finish();

    [[nodiscard]] QString path() const { return _file.fileName(); }
    [[nodiscard]] QByteArray sha256() const { return _hash.result(); }

private:
    QTemporaryFile _file;
    QCryptographicHash _hash{QCryptographicHash::Sha256};
};

} // namespace archivesmp::agent::rest
