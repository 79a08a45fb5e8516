// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>

namespace archivesmp::drift {

// What a comparison needs to know besides the two sides.
struct DetectorOptions
{
    QByteArray fleetKey;    // for the fingerprints of secrets
    QDateTime seenAt;       // UTC; first and last seen of every finding
    bool extraKeys = false; // report keys that nobody expects, beside keys that somebody does
};

} // namespace archivesmp::drift
