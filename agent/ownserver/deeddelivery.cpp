// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/deeddelivery.h"

#include <QLoggingCategory>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcDelivery, "archivesmp.deeds.delivery", QtInfoMsg)

// The host understood it and will never take it; anything else may be the host's trouble.
bool isRefusal(ErrorCode code)
{
    return code == ErrorCode::InvalidArgument || code == ErrorCode::InvalidInput
        || code == ErrorCode::LimitExceeded;
}

} // namespace

DeedDelivery::DeedDelivery(jobs::HostApi &host, const DeedSpool &spool, Backoff::Limits retry)
    : _host(host)
    , _spool(spool)
    , _pause(retry)
{
    _later.setSingleShot(true);
    QObject::connect(&_later, &QTimer::timeout, &_later, [this] { start(); });
}

void DeedDelivery::start()
{
    _later.stop();
    _again = true;
    if (_delivering)
        return;
    _delivering = true;
    _tasks.run(deliver());
}

Task<DeedDelivery::Nothing> DeedDelivery::deliver()
{
    while (std::exchange(_again, false)) {
        const QList<protocol::LocalDeed> deeds = _spool.waiting();
        for (const protocol::LocalDeed &deed : deeds) {
            const auto recorded = co_await answerOf(_host.record(deed));
            if (recorded) {
                _pause.reset();
                if (!_spool.remove(deed))
                    qCWarning(lcDelivery).noquote()
                        << u"cannot remove a deed that was told job="_s + deed.job.toString();
            } else if (isRefusal(recorded.error().code)) {
                qCCritical(lcDelivery).noquote()
                    << describe(recorded.error().because(u"the host refuses a deed"_s))
                    << u"job="_s + deed.job.toString();
                _spool.setAside(deed);
            } else {
                _later.start(_pause.next());
                break;
            }
        }
    }
    _delivering = false;
    co_return Nothing();
}

} // namespace archivesmp::agent::ownserver
