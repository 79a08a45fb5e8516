// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/credentials/memorysecretstore.h"

namespace archivesmp::app::credentials {

using namespace Qt::StringLiterals;

QFuture<Result<Secret>> MemorySecretStore::read(const QString &name)
{
    const auto found = _secrets.constFind(name);
    if (found == _secrets.constEnd())
        return QtFuture::makeReadyFuture(
            Result<Secret>(Error{ErrorCode::NotFound, u"no key is kept for "_s + name}));
    return QtFuture::makeReadyFuture(Result<Secret>(*found));
}

QFuture<Result<void>> MemorySecretStore::write(const QString &name, const Secret &secret)
{
    _secrets.insert(name, secret);
    return QtFuture::makeReadyFuture(Result<void>());
}

QFuture<Result<void>> MemorySecretStore::remove(const QString &name)
{
    _secrets.remove(name);
    return QtFuture::makeReadyFuture(Result<void>());
}

} // namespace archivesmp::app::credentials
