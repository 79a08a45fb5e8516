// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/console.h"

namespace archivesmp::ampsim {

namespace {

constexpr qsizetype kept = 2000;
constexpr qint64 scrollback = 40;

} // namespace

void Console::write(const QString &text, const QString &source)
{
    _entries.append(ConsoleEntry{QDateTime::currentDateTimeUtc(), source, text});
    if (_entries.size() > kept) {
        _first += _entries.size() - kept;
        _entries.remove(0, _entries.size() - kept);
    }
}

QList<ConsoleEntry> Console::read(qint64 &cursor) const
{
    const qint64 end = _first + _entries.size();
    const qint64 from = std::clamp(cursor < 0 ? end - scrollback : cursor, _first, end);
    cursor = end;
    return _entries.mid(from - _first);
}

} // namespace archivesmp::ampsim
