// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/coordinatoroptions.h"
#include "agent/coordinator/eventlog.h"
#include "agent/coordinator/stores.h"
#include "common/core/clock.h"

#include <QSet>

#include <functional>
#include <optional>

namespace archivesmp::agent::coordinator {

// What is to be told once a transaction is committed.
class Changes final
{
public:
    void tell(protocol::EventBody body) { _bodies.append(std::move(body)); }
    void tell(const QList<domain::JobEvent> &events)
    {
        for (const domain::JobEvent &event : events)
            tell(protocol::JobEventAdded{event});
    }
    void wake(const QString &server) { _wake.insert(server); }

    void publish(EventLog &log) const
    {
        for (const protocol::EventBody &body : _bodies)
            log.publish(body);
        for (const QString &server : _wake)
            log.wake(server);
    }

private:
    QList<protocol::EventBody> _bodies;
    QSet<QString> _wake;
};

// What the coordinator's parts share. Belongs to its thread.
struct Workspace
{
    const CoordinatorOptions &options;
    const Clock &clock;
    Stores &stores;
    EventLog &log;

    // Runs `work` as one transaction and tells of its changes when they are there to stay.
    template <typename T>
    [[nodiscard]] Result<T> change(const std::function<Result<T>(Changes &)> &work) const
    {
        std::optional<T> value;
        Changes changes;
        const auto done = stores.transaction([&]() -> Result<void> {
            changes = Changes();
            auto result = work(changes);
            if (!result)
                return result.error();
            value = std::move(*result);
            return {};
        });
        if (!done)
            return done.error();
        changes.publish(log);
        return std::move(*value);
    }
};

// For changes that have no result of their own.
struct Nothing
{ };

} // namespace archivesmp::agent::coordinator
