// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <QHash>
#include <QString>

#include <chrono>

namespace archivesmp::ampsim {

struct Session
{
    QString id; // a lower-case UUID
    QString user;
    QDateTime start;
    std::chrono::milliseconds lastSeen{0}; // of the clock's uptime
    qint64 consoleCursor = -1;             // the console line that comes next; -1 before the first question
};

// The sessions and tokens of one scope: the controller, or one instance. Nothing of one is valid in another.
class Sessions final
{
public:
    Sessions(const Clock &clock, std::chrono::milliseconds idle);

    [[nodiscard]] Session &open(const QString &user);
    [[nodiscard]] Session *use(const QString &id); // starts the idle time anew; nullptr where there is none
    void close(const QString &id) { _sessions.remove(id); }
    void closeAll() { _sessions.clear(); }
    [[nodiscard]] QList<Session> all() const { return _sessions.values(); }

    [[nodiscard]] QString remember(const QString &user);  // a token for later logins, until the panel ends
    [[nodiscard]] QString issueOnce(const QString &user); // a token for one login within a minute
    [[nodiscard]] bool redeem(const QString &user, const QString &token);

private:
    struct Token
    {
        QString user;
        std::chrono::milliseconds issued{0};
        bool once = false;
    };

    const Clock &_clock;
    std::chrono::milliseconds _idle;
    QHash<QString, Session> _sessions;
    QHash<QString, Token> _tokens;
};

} // namespace archivesmp::ampsim
