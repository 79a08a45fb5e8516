// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace archivesmp::scan {

// Calls `work(i)` once for every i below `count`, from up to `threads` threads, and returns when all are
// done.
template <typename Work>
void runParallel(int threads, int count, const Work &work)
{
    std::atomic_int next = 0;
    const auto run = [&] {
        for (int i = next++; i < count; i = next++)
            work(i);
    };
    std::vector<std::thread> others;
    for (int i = 1; i < std::min(threads, count); ++i)
        others.emplace_back(run);
    run();
    for (std::thread &other : others)
        other.join();
}

} // namespace archivesmp::scan
