// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/sessionbus.h"

namespace archivesmp::tests {

// A real gnome-keyring, unlocked, on a test's own session bus, with its files in the folder of that.
class Keyring final
{
public:
    explicit Keyring(const SessionBus &bus);
    Q_DISABLE_COPY_MOVE(Keyring)

    [[nodiscard]] bool start(); // waits until it can be written to; false where it cannot
    [[nodiscard]] bool stop() { return _process.terminate(); }
    [[nodiscard]] QString problem() const { return _process.description(); }

    // Calls a method of it as any client of the bus may; empty where it is refused.
    [[nodiscard]] QByteArray call(const QStringList &methodAndArguments) const;

private:
    [[nodiscard]] QByteArray call(const QString &service, const QString &object,
                                  const QStringList &methodAndArguments) const;

    const SessionBus &_bus;
    Program _process;
};

} // namespace archivesmp::tests
