// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/rest/requesthead.h"
#include "agent/rest/routetable.h"
#include "common/core/secret.h"

#include <QHostAddress>

#include <memory>
#include <optional>

struct MHD_Connection;

namespace archivesmp::agent::rest {

// One request on its way through the door. It belongs to one side at a time: to the library's thread while
// the connection runs, to the door's thread while it is parked; parking and resuming hand it over.
struct Exchange
{
    enum class Stage { Head, Admission, Body, Answer };

    RequestHead head;
    Stage stage = Stage::Head;
    QHostAddress address;
    Secret apiKey;
    std::shared_ptr<const Route> route;
    ApiRequest request;
    qint64 bodyLength = 0;
    std::optional<ApiReply> reply;

    MHD_Connection *parked = nullptr; // guarded by the Parking's mutex
};

} // namespace archivesmp::agent::rest
