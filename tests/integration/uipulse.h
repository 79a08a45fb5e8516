// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <chrono>

namespace archivesmp::tests {

// A timer of 10 ms in the thread of the window, and how long it was ever kept waiting. What the thread itself
// had to wait for a processor is left out: a busy machine is nobody's fault.
class UiPulse final
{
public:
    UiPulse()
    {
        _timer.setTimerType(Qt::PreciseTimer);
        _timer.setInterval(std::chrono::milliseconds(10));
        QObject::connect(&_timer, &QTimer::timeout, &_timer, [this] { beat(); });
    }

    void start()
    {
        _since.start();
        _waited = waitedForProcessor();
        _timer.start();
    }

    void stop()
    {
        beat();
        _timer.stop();
    }

    [[nodiscard]] std::chrono::milliseconds longestGap() const
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(_longest);
    }
    [[nodiscard]] int beats() const { return _beats; }

private:
    // Nanoseconds, the second number; 0 where the kernel does not count them.
    [[nodiscard]] static std::chrono::nanoseconds waitedForProcessor()
    {
        QFile file(QStringLiteral("/proc/thread-self/schedstat"));
        return std::chrono::nanoseconds(
            file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() : 0);
    }

    void beat()
    {
        const std::chrono::nanoseconds waited = waitedForProcessor();
        _longest = std::max(_longest, std::chrono::nanoseconds(_since.nsecsElapsed()) - (waited - _waited));
        _waited = waited;
        _since.start();
        ++_beats;
    }

    QTimer _timer;
    QElapsedTimer _since;
    std::chrono::nanoseconds _waited{0};
    std::chrono::nanoseconds _longest{0};
    int _beats = 0;
};

} // namespace archivesmp::tests
