// SPDX-License-Identifier: GPL-3.0-or-later
// What takes part in a benchmark, and its best times.
#pragma once

#include <QtGlobal>

#include <functional>
#include <vector>

namespace archivesmp::tests {

struct Contender
{
    const char *name = "";
    std::function<qint64()> run;       // what it gives is printed, to see that all did their work
    std::function<void()> before = {}; // not measured
    std::function<void()> after = {};  // not measured
    double wall = 1e9;                 // milliseconds, the best of all rounds
    double cpu = 1e9;                  // of the process: other work on the machine changes it less
    qint64 result = 0;
    std::vector<double> walls = {}; // of each round
    std::vector<double> cpus = {};
};

using CpuClock = std::function<double()>; // milliseconds

[[nodiscard]] double cpuOfThisProcess();

// One round after the other, all contenders in each, and another one first in each: what one leaves to be
// done behind it must not always fall to the same one.
void measureInTurns(std::vector<Contender> &contenders, int rounds, const CpuClock &clock = cpuOfThisProcess);

// The median of what `one` took as a multiple of `other` in the same round: for a machine that others slow
// down for minutes, or that has one fast second.
[[nodiscard]] double medianRatio(const Contender &one, const Contender &other,
                                 std::vector<double> Contender::*times = &Contender::walls);

// Each with its times as multiples of the CPU times of the contenders at `bases`.
void show(const std::vector<Contender> &contenders, const std::vector<size_t> &bases);

} // namespace archivesmp::tests
