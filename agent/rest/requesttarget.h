// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArrayView>
#include <QHash>
#include <QString>
#include <QStringList>

namespace archivesmp::agent::rest {

// What stands between the method and the version in a request line, decoded.
struct RequestTarget
{
    QStringList segments; // "/api/jobs" is {"api", "jobs"}
    QHash<QString, QString> query;

    friend bool operator==(const RequestTarget &, const RequestTarget &) = default;
};

// Refuses what two readers could read differently: control characters, %00, an escaped slash, "." and "..",
// broken escapes, bytes that are no UTF-8, a parameter that is given twice. Also a key in the query, which
// ends in logs; the message names the parameter and never its value.
[[nodiscard]] Result<RequestTarget> parseTarget(QByteArrayView target);

} // namespace archivesmp::agent::rest
