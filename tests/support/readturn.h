// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace archivesmp::tests {

// While it lives, calls back before every read() by this program of a file that has this path; one at a time.
class ReadTurn final
{
    Q_DISABLE_COPY_MOVE(ReadTurn)

public:
    // Told how often it was read before.
    ReadTurn(const QString &path, std::function<void(int before)> act);
    ~ReadTurn();
};

} // namespace archivesmp::tests
