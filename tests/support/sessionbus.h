// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/program.h"

#include <QTemporaryDir>

#include <memory>

namespace archivesmp::tests {

// A D-Bus session of a test's own, with a home of its own for the services on it. Nothing of the person who
// runs the test is on it.
class SessionBus final
{
public:
    SessionBus();
    Q_DISABLE_COPY_MOVE(SessionBus)

    [[nodiscard]] bool start(); // false with problem() set
    [[nodiscard]] bool stop();
    [[nodiscard]] QString address() const { return _address; }
    [[nodiscard]] QString folder() const { return _folder.path(); }
    [[nodiscard]] QString problem() const { return _process.description(); }

    // Every variable that leads programs to this session.
    [[nodiscard]] QList<std::pair<QString, QString>> environment() const;

private:
    QTemporaryDir _folder;
    Program _process;
    QString _address;
};

} // namespace archivesmp::tests
