// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QFuture>
#include <QFutureWatcher>

namespace archivesmp::app::client {

// Calls `take` with the answer in the thread of `context`, or not at all where `context` is gone by then.
// QFuture::then() with a context asserts in that case, and a dialog may well be closed before its answer
// comes.
template <typename T, typename Take>
void whenAnswered(const QFuture<Result<T>> &future, QObject *context, Take take)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, take = std::move(take)] {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0)
            take(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace archivesmp::app::client
