// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/tasklist.h"

#include <thread>
#include <utility>

namespace archivesmp::scan {

void TaskList::add(Task task)
{
    {
        const std::lock_guard lock(_guard);
        _tasks.push_back(std::move(task));
    }
    _changed.notify_one();
}

void TaskList::run(int threads)
{
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i)
        others.emplace_back([this] { work(); });
    work();
    for (std::thread &other : others)
        other.join();
}

// Until nothing is left, and nobody is at work who could add something.
void TaskList::work()
{
    std::unique_lock lock(_guard);
    while (true) {
        _changed.wait(lock, [this] { return !_tasks.empty() || _running == 0; });
        if (_tasks.empty())
            break;
        const Task task = std::move(_tasks.back());
        _tasks.pop_back();
        ++_running;
        lock.unlock();
        task();
        lock.lock();
        if (--_running == 0 && _tasks.empty())
            _changed.notify_all();
    }
}

} // namespace archivesmp::scan
