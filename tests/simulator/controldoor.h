// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/httpserver.h"
#include "tests/simulator/panel.h"

namespace archivesmp::ampsim {

// The second port, by which a test or a script upsets the panel. All requests are POST with a JSON object:
//
//   /upset              {"method": "Core/GetStatus" or "*", "kind": "html-error", "count": 1}
//   /fault              {"instance": "SMP101", "fault": "start-fails", "set": true, "content": ""}
//   /crash              {"instance": "SMP101"}
//   /sessions/end       {}
//   /seen               {} gives the calls that came in: [{"method", "instance", "bearer", "bodySession"}]
class ControlDoor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlDoor)

public:
    explicit ControlDoor(Panel &panel, QObject *parent = nullptr);

    Result<quint16> listen(quint16 port) { return _server.listen(port); }

private:
    [[nodiscard]] HttpReply handle(const HttpRequest &request);
    [[nodiscard]] bool upset(const QJsonObject &order);
    [[nodiscard]] bool setFault(const QJsonObject &order);
    [[nodiscard]] bool crash(const QJsonObject &order);
    [[nodiscard]] QByteArray seen() const;

    Panel &_panel;
    HttpServer _server;
};

} // namespace archivesmp::ampsim
