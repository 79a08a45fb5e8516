// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/redis/redisfeed.h"

#include "agent/redis/jobmessage.h"
#include "common/core/textescape.h"

#include <QLoggingCategory>

namespace archivesmp::agent::redis {

Q_LOGGING_CATEGORY(lcRedisFeed, "archivesmp.redis.feed", QtInfoMsg)

using namespace Qt::StringLiterals;

namespace {

StreamSpot spotOf(const RedisFeedSettings &settings, const QString &stream, const QByteArray &group)
{
    StreamSpot spot = settings.pace;
    spot.key = QString(settings.redis.prefix + u":jobs:"_s + stream).toUtf8();
    spot.group = group;
    spot.consumer = settings.server.toUtf8();
    return spot;
}

} // namespace

// The agents of one server share its stream; of a message for all each server gets one.
RedisFeed::RedisFeed(RedisFeedSettings settings, QObject *parent)
    : JobFeed(parent)
    , _settings(std::move(settings))
    , _own(_settings.redis, spotOf(_settings, _settings.server, "agents"))
    , _broadcast(_settings.redis, spotOf(_settings, u"broadcast"_s, "agents:" + _settings.server.toUtf8()))
{
    for (StreamReader *const reader : {&_own, &_broadcast}) {
        connect(
            reader, &StreamReader::entryRead, this,
            [this, reader](const QByteArray &id, const QByteArray &message) { take(*reader, id, message); });
    }
    connect(&_own, &StreamReader::stateChanged, this, &RedisFeed::stateChanged);
}

RedisFeed::~RedisFeed() = default;

void RedisFeed::start()
{
    _own.start();
    _broadcast.start();
}

void RedisFeed::stop()
{
    _own.stop();
    _broadcast.stop();
    _unsettled.clear(); // Redis keeps them pending
}

void RedisFeed::settle(const JobId &job)
{
    const QList<Entry> entries = _unsettled.take(job);
    for (const Entry &entry : entries)
        entry.reader->acknowledge(entry.id);
}

void RedisFeed::take(StreamReader &reader, const QByteArray &id, const QByteArray &message)
{
    const auto hint = readJobMessage(message);
    if (!hint) {
        const QString shown = excerpt(QString::fromUtf8(message));
        qCWarning(lcRedisFeed).noquote()
            << "dead letter:" << describe(hint.error()) << u"entry="_s + QString::fromUtf8(id) << shown;
        reader.acknowledge(id);
        Q_EMIT entryRefused(shown, describe(hint.error()), reader.stream() + u' ' + QString::fromUtf8(id));
        return;
    }
    if (!_settings.fleetId.isEmpty() && !hint->fleetId.isEmpty() && hint->fleetId != _settings.fleetId) {
        if (!_foreignFleets.contains(hint->fleetId)) {
            _foreignFleets.insert(hint->fleetId);
            qCCritical(lcRedisFeed).noquote() << "entries of another fleet in this Redis; set another "
                                                 "redis.prefix for one of them: fleet="
                                              << escapedForDisplay(hint->fleetId);
            Q_EMIT foreignEntryFound(hint->fleetId);
        }
        return;
    }
    QList<Entry> &entries = _unsettled[hint->job];
    if (const Entry entry{&reader, id}; !entries.contains(entry))
        entries.append(entry);
    Q_EMIT jobOffered(hint->job, hint->payloadSha256);
}

} // namespace archivesmp::agent::redis
