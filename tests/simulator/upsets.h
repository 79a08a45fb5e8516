// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/httpserver.h"

#include <QList>

#include <optional>

namespace archivesmp::ampsim {

// What can come back instead of AMP's answer.
enum class UpsetKind {
    HtmlError,    // 502 with a reverse proxy's page
    HtmlPage,     // 200 with a page
    Garbage,      // 200 with half an answer
    Fault,        // 200 with an exception
    Unauthorized, // 401
    TooMany,      // 429
    Redirect,     // 302 to another address
    Hang,         // nothing at all
    Drop,         // the connection ends
};

[[nodiscard]] std::optional<UpsetKind> upsetFromName(QStringView name); // "html-error", …

// Orders for the next calls of a method ("Core/GetStatus", or "*" for any), worked off one by one.
class Upsets final
{
public:
    void add(const QString &method, UpsetKind kind, int count) { _orders.append({method, kind, count}); }
    void clear() { _orders.clear(); }
    [[nodiscard]] std::optional<HttpReply> take(const QString &method);

private:
    struct Order
    {
        QString method;
        UpsetKind kind;
        int count;
    };

    QList<Order> _orders;
};

} // namespace archivesmp::ampsim
