// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/contender.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace archivesmp::tests {

namespace {

void measure(Contender &contender)
{
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t cpuBegin = std::clock();
    contender.result = contender.run();
    contender.cpu
        = std::min(contender.cpu, static_cast<double>(std::clock() - cpuBegin) * 1000 / CLOCKS_PER_SEC);
    const auto passed = std::chrono::steady_clock::now() - begin;
    contender.wall = std::min(contender.wall, std::chrono::duration<double, std::milli>(passed).count());
}

} // namespace

void measureInTurns(std::vector<Contender> &contenders, int rounds)
{
    for (int round = 0; round < rounds; ++round) {
        for (Contender &contender : contenders)
            measure(contender);
    }
}

void show(const std::vector<Contender> &contenders, const std::vector<size_t> &bases)
{
    for (const Contender &contender : contenders) {
        std::printf("%-34s %9.1f ms  CPU %9.1f ms", contender.name, contender.wall, contender.cpu);
        for (const size_t base : bases)
            std::printf("  %6.2f x %s", contender.cpu / contenders[base].cpu, contenders[base].name);
        std::printf("  result %lld\n", static_cast<long long>(contender.result));
    }
}

} // namespace archivesmp::tests
