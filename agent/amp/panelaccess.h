// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"

#include <QString>
#include <QUrl>

#include <chrono>

namespace archivesmp::agent::amp {

// How AMP is told which session a request belongs to.
enum class SessionCarrier {
    Header, // "Authorization: Bearer"; AMP 2.8 writes a warning into the console for the other way
    Body,   // the member SESSIONID; all of 2.x
};

// One panel and the account that the agent uses there.
struct PanelAccess
{
    QUrl url; // "http://127.0.0.1:8080"
    QString username;
    Secret password;
    SessionCarrier firstCarrier = SessionCarrier::Header; // the other one is tried where AMP refuses it
    std::chrono::milliseconds timeout = std::chrono::seconds(15); // of one request, from its sending
    int requestsAtOnce = 4;
};

} // namespace archivesmp::agent::amp
