// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

namespace archivesmp::agent::service {

// Tells systemd how the service is (sd_notify's protocol: one datagram to $NOTIFY_SOCKET). Does nothing where
// the process was not started by systemd. The variable is taken out of the environment, so that no child
// inherits it.
class ServiceNotifier final
{
public:
    ServiceNotifier();

    void ready();
    void stopping();
    void status(const QString &oneLine);
    void alive(); // feeds the watchdog; to be called from the loop that does the work

    // Half of the time after which systemd kills a silent service; nullopt where it does not watch this
    // process.
    [[nodiscard]] std::optional<std::chrono::milliseconds> watchdogInterval() const
    {
        return _watchdogInterval;
    }

private:
    void send(const QByteArray &state) const;

    QByteArray _socket;
    std::optional<std::chrono::milliseconds> _watchdogInterval;
};

} // namespace archivesmp::agent::service
