// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/feedalarms.h"

#include "common/core/textescape.h"

#include <QLoggingCategory>
#include <QUuid>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcAlarms, "archivesmp.feed.alarms", QtInfoMsg)

constexpr qsizetype longestDetail = 900; // the host takes 1,000 and adds who told it

// The same entry gets the same id after a restart too: the host records it once.
JobId idOf(const QString &action, const QString &server, const QString &entry)
{
    static const QUuid ours(u"6f1c1f0e-6d0c-4d9a-9d6a-5a2b0c7d9e11"_s);
    const QString name = action + u'\n' + server + u'\n' + entry;
    return JobId(QUuid::createUuidV5(ours, name).toString(QUuid::WithoutBraces));
}

} // namespace

FeedAlarms::FeedAlarms(jobs::HostApi &host, const Clock &clock, QString server, const QString &folder,
                       Backoff::Limits retry)
    : _clock(clock)
    , _server(std::move(server))
    , _spool(folder)
    , _delivery(host, _spool, retry)
    , _hour(clock.uptime())
{ }

void FeedAlarms::entryRefused(const QString &entry, const QString &excerpt, const QString &reason)
{
    raise(u"feed.entry_refused"_s, entry,
          u"entry "_s + entry + u": "_s + reason + u"; it holds: "_s + excerpt);
}

// Each start of the agent tells it anew: it is a mistake of the installation that lasts until it is mended.
void FeedAlarms::foreignEntryFound(const QString &fleetId)
{
    raise(u"feed.foreign_fleet"_s, QUuid::createUuid().toString(QUuid::WithoutBraces),
          u"entries of the fleet \""_s + archivesmp::excerpt(fleetId, 100)
              + u"\" in this fleet's Redis; set another redis.prefix for one of them"_s);
}

void FeedAlarms::raise(const QString &action, const QString &entry, const QString &detail)
{
    if (isTooMany())
        return;
    const protocol::LocalDeed alarm{.server = _server,
                                    .job = idOf(action, _server, entry),
                                    .at = _clock.now(),
                                    .actor = u"agent"_s,
                                    .action = action,
                                    .detail = archivesmp::excerpt(detail, longestDetail)};
    if (const auto kept = _spool.put(alarm); !kept) {
        qCCritical(lcAlarms).noquote()
            << describe(kept.error().because(u"an alarm does not reach the host's records"_s)) << detail;
        return;
    }
    _delivery.start();
}

bool FeedAlarms::isTooMany()
{
    if (_clock.uptime() - _hour >= std::chrono::hours(1)) {
        _hour = _clock.uptime();
        _raised = 0;
    }
    _raised += 1;
    if (_raised == atOnce + 1)
        qCCritical(lcAlarms) << "more alarms of the feed than the records take in an hour; see the log";
    return _raised > atOnce;
}

} // namespace archivesmp::agent::ownserver
