// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/domain/instance.h"
#include "common/domain/job.h"

#include <QObject>
#include <QStringList>

namespace archivesmp::app::client {
class Fleet;
class Session;
} // namespace archivesmp::app::client

namespace archivesmp::app::shell {

// The verbs that need no plan: scan, start and stop, cancel. Lives in the GUI thread.
class FleetCommands final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FleetCommands)

public:
    FleetCommands(client::Fleet &fleet, QObject *parent);

    void scan(const QString &server, const QStringList &instances); // empty for all
    void power(const domain::InstanceRef &instance, domain::PowerAction action);
    void cancel(const JobId &job);

Q_SIGNALS:
    void jobStarted(const archivesmp::JobId &job);
    void failed(const QString &what, const archivesmp::Error &error);

private:
    template <typename Request>
    void askFor(const QString &what, const QString &server, const Request &request);
    template <typename Request>
    void ask(const QString &what, client::Session &session, const Request &request);
    void scanWithoutHost();

    client::Fleet &_fleet;
};

} // namespace archivesmp::app::shell
