// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace archivesmp::scan {

// Work for several threads. The newest task is taken first, so that what was begun is ended before something
// else is begun.
class TaskList final
{
public:
    using Task = std::function<void()>;

    void add(Task task); // also from within a task

    // Returns when all tasks are done, and those that they added; they run in this thread and in as many
    // others as make up `threads`.
    void run(int threads);

private:
    void work();

    std::mutex _guard; // of everything below
    std::condition_variable _changed;
    std::vector<Task> _tasks;
    int _running = 0;
};

} // namespace archivesmp::scan
