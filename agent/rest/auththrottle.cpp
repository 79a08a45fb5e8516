// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/auththrottle.h"

#include <algorithm>

namespace archivesmp::agent::rest {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds window = 60s;
constexpr qsizetype freeFailures = 5;
constexpr std::chrono::milliseconds firstDelay = 500ms;
constexpr std::chrono::milliseconds longestDelay = 8s;
constexpr qsizetype addressLimit = 10'000;

QHostAddress counted(const QHostAddress &address)
{
    bool mapped = false;
    const quint32 v4 = address.toIPv4Address(&mapped);
    if (mapped)
        return QHostAddress(v4);
    Q_IPV6ADDR network = address.toIPv6Address();
    std::fill(std::begin(network.c) + 8, std::end(network.c), quint8(0));
    return QHostAddress(network);
}

} // namespace

std::chrono::milliseconds AuthThrottle::failed(const QHostAddress &address)
{
    if (_failures.size() >= addressLimit)
        forgetOld();
    QList<std::chrono::milliseconds> &failures = _failures[counted(address)];
    const std::chrono::milliseconds now = _clock.uptime();
    failures.removeIf([now](std::chrono::milliseconds at) { return now - at > window; });
    failures.append(now);
    if (failures.size() <= freeFailures)
        return 0ms;
    const auto doublings = std::min<qsizetype>(failures.size() - freeFailures - 1, 4);
    if (failures.size() > freeFailures + 64)
        failures.removeFirst();
    return std::min(firstDelay * (1 << doublings), longestDelay);
}

void AuthThrottle::forgetOld()
{
    const std::chrono::milliseconds now = _clock.uptime();
    _failures.removeIf([now](const auto &entry) { return now - entry.value().last() > window; });
    if (_failures.size() >= addressLimit)
        _failures.clear();
}

} // namespace archivesmp::agent::rest
