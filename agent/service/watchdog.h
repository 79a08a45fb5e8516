// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace archivesmp::agent::service {

// An event loop that work depends on. `ask` may be called from any thread and has `answer` called by that
// loop.
struct WatchedLoop
{
    QString name; // for the log
    std::function<void(std::function<void()> answer)> ask;
};

// Feeds a watchdog as long as all loops go round: each feeding is one answer of every loop since the one
// before. A loop that stands still starves it, and the service is killed and started anew. Lives in the main
// thread, whose own loop is watched by its timer.
class Watchdog final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Watchdog)

public:
    // `loops` is asked at each turn: threads come and go.
    Watchdog(std::function<void()> feed, std::function<std::vector<WatchedLoop>()> loops,
             QObject *parent = nullptr);

    // The first feeding is due after the second turn.
    void start(std::chrono::milliseconds interval);

private:
    // The answer owns the question: it is gone once the answer was called, or its loop with all that it held.
    struct Awaited
    {
        QString name;
        std::weak_ptr<void> question;
    };

    void turn();
    void askAll();

    std::function<void()> _feed;
    std::function<std::vector<WatchedLoop>()> _loops;
    std::vector<Awaited> _awaited;
    QTimer _timer;
    bool _complained = false;
};

} // namespace archivesmp::agent::service
