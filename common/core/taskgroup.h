// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/task.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>

namespace archivesmp {

// Tasks that run on their own until they end or the group goes. Lives in one thread.
class TaskGroup final
{
public:
    TaskGroup() = default;
    Q_DISABLE_COPY_MOVE(TaskGroup)
    ~TaskGroup() = default;

    // Starts the task; `done` gets its value.
    template <typename T>
    void run(Task<T> task, std::function<void(T)> done = {})
    {
        const quint64 number = ++_last;
        auto kept = std::make_unique<Kept<T>>(std::move(task));
        Task<T> &running = kept->task;
        _tasks.emplace(number, std::move(kept));
        running.start([this, number, done = std::move(done)](T value) {
            // The task stands in its last step: it goes in the next round of the event loop.
            QMetaObject::invokeMethod(
                &_context, [this, number] { _tasks.erase(number); }, Qt::QueuedConnection);
            if (done)
                done(std::move(value));
        });
    }

    [[nodiscard]] bool isEmpty() const { return _tasks.empty(); }
    void abandon() { _tasks.clear(); } // not from within one of them

private:
    struct KeptBase
    {
        KeptBase() = default;
        Q_DISABLE_COPY_MOVE(KeptBase)
        virtual ~KeptBase() = default;
    };
    template <typename T>
    struct Kept final : KeptBase
    {
        explicit Kept(Task<T> from)
            : task(std::move(from))
        { }
        Task<T> task;
    };

    std::map<quint64, std::unique_ptr<KeptBase>> _tasks;
    quint64 _last = 0;
    QObject _context;
};

} // namespace archivesmp
