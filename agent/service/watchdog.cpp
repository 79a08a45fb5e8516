// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/service/watchdog.h"

#include <QLoggingCategory>
#include <QStringList>

namespace archivesmp::agent::service {

namespace {
Q_LOGGING_CATEGORY(lcWatchdog, "archivesmp.watchdog", QtInfoMsg)
}

Watchdog::Watchdog(std::function<void()> feed, std::function<std::vector<WatchedLoop>()> loops,
                   QObject *parent)
    : QObject(parent)
    , _feed(std::move(feed))
    , _loops(std::move(loops))
{
    connect(&_timer, &QTimer::timeout, this, &Watchdog::turn);
}

void Watchdog::start(std::chrono::milliseconds interval)
{
    askAll();
    _timer.start(interval);
}

void Watchdog::askAll()
{
    _awaited.clear();
    for (const WatchedLoop &loop : _loops()) {
        const auto question = std::make_shared<char>();
        _awaited.push_back({loop.name, question});
        loop.ask([question] {});
    }
}

void Watchdog::turn()
{
    QStringList silent;
    for (const Awaited &awaited : _awaited) {
        if (!awaited.question.expired())
            silent.append(awaited.name);
    }
    if (silent.isEmpty()) {
        _complained = false;
        _feed();
        askAll();
    } else if (!_complained) {
        _complained = true;
        qCCritical(lcWatchdog).noquote() << "no answer from the loop of" << silent.join(QStringLiteral(", "));
    }
}

} // namespace archivesmp::agent::service
