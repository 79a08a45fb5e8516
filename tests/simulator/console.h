// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace archivesmp::ampsim {

struct ConsoleEntry
{
    QDateTime at;
    QString source; // "Server thread/INFO"
    QString text;
};

// The lines that an instance wrote, counted from its first one. Keeps the last 2000.
class Console final
{
public:
    void write(const QString &text, const QString &source = QStringLiteral("Server thread/INFO"));

    // The lines from `cursor` on; a negative one means a reader that was never here, who gets the last 40.
    // The cursor is moved to the end.
    [[nodiscard]] QList<ConsoleEntry> read(qint64 &cursor) const;

private:
    QList<ConsoleEntry> _entries;
    qint64 _first = 0; // the number of _entries.first()
};

} // namespace archivesmp::ampsim
