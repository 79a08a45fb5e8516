// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/consolehistory.h"

namespace archivesmp::agent::amp {

using instances::ConsoleLine;

namespace {

constexpr qsizetype remembered = 200;

bool isSame(const ConsoleLine &a, const ConsoleLine &b)
{
    return a.at == b.at && a.source == b.source && a.text == b.text;
}

// A line can rightly stand there twice, so each seen one takes away only one of the repeated.
QList<ConsoleLine> without(const QList<ConsoleLine> &lines, QList<ConsoleLine> seen)
{
    QList<ConsoleLine> fresh;
    for (const ConsoleLine &line : lines) {
        const auto same = std::find_if(seen.cbegin(), seen.cend(),
                                       [&line](const ConsoleLine &old) { return isSame(old, line); });
        if (same == seen.cend())
            fresh.append(line);
        else
            seen.erase(same);
    }
    return fresh;
}

} // namespace

QList<ConsoleLine> ConsoleHistory::newOf(const QList<ConsoleLine> &lines, int login)
{
    const bool first = _login == 0;
    const QList<ConsoleLine> fresh = login == _login ? lines : without(lines, _seen);
    _login = login;
    _seen.append(fresh);
    if (_seen.size() > remembered)
        _seen.remove(0, _seen.size() - remembered);
    return first ? QList<ConsoleLine>() : fresh;
}

} // namespace archivesmp::agent::amp
