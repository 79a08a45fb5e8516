// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QFuture>
#include <QFutureWatcher>

#include <utility>

namespace archivesmp {

// Calls `then` with the outcome in the thread of `context`, which is the calling thread, unless `context` is
// gone by then. QFuture::then(context, …) asserts in that case. A future whose promise was dropped without a
// result gives Unavailable.
template <typename T, typename Then>
void whenDone(const QFuture<Result<T>> &future, QObject *context, Then then)
{
    auto *const watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(
        watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)]() mutable {
            watcher->deleteLater();
            if (watcher->future().resultCount() > 0)
                then(watcher->result());
            else
                then(Result<T>(Error{ErrorCode::Unavailable, QStringLiteral("given up before an answer")}));
        });
    watcher->setFuture(future);
}

} // namespace archivesmp
