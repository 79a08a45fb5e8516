// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/transport/link.h"

#include <QPointer>

#include <memory>
#include <utility>

namespace archivesmp::transport {

// Two ends in one process, with the codec's bytes between them: for tests and for a console that runs beside
// its agent. Messages arrive through the event loop, as they do over a network.
class LoopbackLink final : public Link
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoopbackLink)

public:
    // Both open at once when the event loop runs.
    [[nodiscard]] static std::pair<std::unique_ptr<LoopbackLink>, std::unique_ptr<LoopbackLink>> pair();
    ~LoopbackLink() override;

    [[nodiscard]] State state() const override { return _state; }
    void send(const protocol::WireMessage &message) override;
    [[nodiscard]] qint64 unsentBytes() const override { return 0; }
    void close(const Error &reason) override;

private:
    LoopbackLink() = default;
    void end(const Error &reason);

    QPointer<LoopbackLink> _other;
    State _state = State::Connecting;
};

} // namespace archivesmp::transport
