// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/contender.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace archivesmp::tests {

namespace {

void measure(Contender &contender, const CpuClock &clock)
{
    if (contender.before)
        contender.before();
    const auto begin = std::chrono::steady_clock::now();
    const double cpuBegin = clock();
    contender.result = contender.run();
    contender.cpus.push_back(clock() - cpuBegin);
    contender.cpu = std::min(contender.cpu, contender.cpus.back());
    const auto passed = std::chrono::steady_clock::now() - begin;
    contender.walls.push_back(std::chrono::duration<double, std::milli>(passed).count());
    contender.wall = std::min(contender.wall, contender.walls.back());
    if (contender.after)
        contender.after();
}

} // namespace

double cpuOfThisProcess()
{
    return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

void measureInTurns(std::vector<Contender> &contenders, int rounds, const CpuClock &clock)
{
    for (int round = 0; round < rounds; ++round) {
        for (size_t i = 0; i < contenders.size(); ++i)
            measure(contenders[(static_cast<size_t>(round) + i) % contenders.size()], clock);
    }
}

double medianRatio(const Contender &one, const Contender &other, std::vector<double> Contender::*times)
{
    std::vector<double> ratios;
    for (size_t i = 0; i < one.walls.size(); ++i)
        ratios.push_back((one.*times)[i] / (other.*times)[i]);
    const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
    std::nth_element(ratios.begin(), middle, ratios.end());
    return *middle;
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
