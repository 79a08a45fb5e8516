// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/fleetservice.h"
#include "agent/rest/auththrottle.h"
#include "agent/rest/connectionwatch.h"
#include "agent/rest/parking.h"
#include "agent/rest/requestcounts.h"
#include "agent/rest/routetable.h"

#include <QObject>
#include <QTimer>

#include <atomic>

struct MHD_Daemon;

namespace archivesmp::agent::rest {

struct DoorSettings
{
    QHostAddress address = QHostAddress::Any;
    quint16 port = 8000; // 0 takes a free one
    QString certificate; // PEM files
    QString key;
    QStringList hostNames; // besides those in the certificate
    QString uploadFolder;
    std::chrono::milliseconds headDeadline = std::chrono::seconds(10); // TLS handshake included
    std::chrono::milliseconds idleDeadline = std::chrono::seconds(15); // between two requests
};

// Serves a RouteTable over HTTPS on libmicrohttpd, with everything in front that the library leaves to its
// user. Lives in the thread that opens it; the library's two threads only move bytes and check heads. Keys
// are asked for with every request, so a revoked one ends at once.
class HttpDoor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpDoor)

public:
    HttpDoor(coordinator::FleetService &fleet, const Clock &clock, RouteTable routes, RequestCounts &counts,
             QObject *parent = nullptr);
    ~HttpDoor() override;

    // Errors name the file or address that is at fault. Once only.
    Result<void> open(const DoorSettings &settings);

    // Everybody who waits is answered 503, then all connections are closed.
    void close();

    [[nodiscard]] quint16 port() const { return _port; }
    [[nodiscard]] qsizetype connections() const { return _watch.count(); }
    [[nodiscard]] const RouteTable &routes() const { return _routes; }

private:
    friend struct LibraryCalls; // the library's callbacks, in its own threads

    // In the library's threads.
    [[nodiscard]] std::optional<ApiReply> judgeHead(Exchange &exchange) const;
    int answerHead(MHD_Connection *connection, const std::shared_ptr<Exchange> &exchange);
    int answerAdmission(MHD_Connection *connection, const std::shared_ptr<Exchange> &exchange);
    int takeBody(MHD_Connection *connection, const std::shared_ptr<Exchange> &exchange, const char *bytes,
                 size_t *size);
    int park(MHD_Connection *connection, const std::shared_ptr<Exchange> &exchange,
             void (HttpDoor::*then)(const std::shared_ptr<Exchange> &));
    int sendEarly(MHD_Connection *connection, Exchange &exchange, const ApiReply &reply);
    int send(MHD_Connection *connection, const Exchange &exchange, const ApiReply &reply);

    // In the door's thread.
    void admit(const std::shared_ptr<Exchange> &exchange);
    void admitted(const std::shared_ptr<Exchange> &exchange, const Result<domain::User> &user);
    void refuseKey(const std::shared_ptr<Exchange> &exchange);
    void dispatch(const std::shared_ptr<Exchange> &exchange);

    Result<void> readCertificate(const DoorSettings &settings);
    Result<void> startDaemon(const DoorSettings &settings);

    coordinator::FleetService &_fleet;
    const RouteTable _routes;
    RequestCounts &_counts;
    DoorSettings _settings;
    QByteArray _certificate; // PEM, zero-terminated; the library keeps pointers
    QByteArray _key;
    QStringList _hostNames;
    AuthThrottle _throttle;
    ConnectionWatch _watch;
    Parking _parking;
    QTimer _watchTimer;
    MHD_Daemon *_daemon = nullptr;
    quint16 _port = 0;
};

} // namespace archivesmp::agent::rest
