// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/transport/loopbacklink.h"

namespace archivesmp::transport {

using namespace Qt::StringLiterals;

std::pair<std::unique_ptr<LoopbackLink>, std::unique_ptr<LoopbackLink>> LoopbackLink::pair()
{
    std::unique_ptr<LoopbackLink> one(new LoopbackLink);
    std::unique_ptr<LoopbackLink> two(new LoopbackLink);
    one->_other = two.get();
    two->_other = one.get();
    for (LoopbackLink *link : {one.get(), two.get()}) {
        QMetaObject::invokeMethod(
            link,
            [link] {
                link->_state = State::Open;
                Q_EMIT link->opened();
            },
            Qt::QueuedConnection);
    }
    return {std::move(one), std::move(two)};
}

LoopbackLink::~LoopbackLink()
{
    if (_other != nullptr)
        _other->end({ErrorCode::Unavailable, u"the other end is gone"_s});
}

void LoopbackLink::send(const protocol::WireMessage &message)
{
    if (_state != State::Open || _other == nullptr)
        return;
    LoopbackLink *other = _other;
    QMetaObject::invokeMethod(
        other,
        [other, message] {
            if (other->_state == State::Open)
                Q_EMIT other->received(message);
        },
        Qt::QueuedConnection);
}

void LoopbackLink::close(const Error &reason)
{
    if (_other != nullptr)
        _other->end(errorFromCloseText(closeText(reason)));
    end(reason);
}

void LoopbackLink::end(const Error &reason)
{
    QMetaObject::invokeMethod(
        this,
        [this, reason] {
            if (std::exchange(_state, State::Closed) != State::Closed)
                Q_EMIT closed(reason);
        },
        Qt::QueuedConnection);
}

} // namespace archivesmp::transport
