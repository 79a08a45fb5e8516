// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/redis/streamreader.h"

#include "agent/redis/rediserror.h"
#include "common/core/whendone.h"

namespace archivesmp::agent::redis {

using namespace Qt::StringLiterals;

namespace {

const QByteArray atOnce = "64";
const QByteArray fresh = ">";

// The value of the field "m" in [name, value, name, value …].
QByteArray messageOf(const RespValue::List &fields)
{
    for (qsizetype i = 0; i + 1 < fields.size(); i += 2) {
        if (fields.at(i).text() == "m")
            return fields.at(i + 1).text();
    }
    return {};
}

} // namespace

StreamReader::StreamReader(RedisServer server, StreamSpot spot, QObject *parent)
    : QObject(parent)
    , _spot(std::move(spot))
    , _reading(server)
    , _acting(server)
{
    _retry.setSingleShot(true);
    _takeover.setInterval(_spot.takeover);
    connect(&_retry, &QTimer::timeout, this, [this] { readNext(); });
    connect(&_takeover, &QTimer::timeout, this, [this] { takeOver(); });
    connect(&_reading, &RedisConnection::ready, this, [this] {
        _from = "0";
        readNext();
    });
    connect(&_reading, &RedisConnection::lost, this, [this](const Error &error) {
        _retry.stop();
        report(false, describe(error));
    });
    connect(&_acting, &RedisConnection::ready, this, [this] {
        const QSet<QByteArray> left = _acknowledging;
        for (const QByteArray &entry : left)
            acknowledge(entry);
        takeOver();
    });
}

StreamReader::~StreamReader() = default;

void StreamReader::start()
{
    _running = true;
    _reading.open();
    _acting.open();
    _takeover.start();
}

void StreamReader::stop()
{
    _running = false;
    _retry.stop();
    _takeover.stop();
    _reading.close();
    _acting.close();
}

void StreamReader::acknowledge(const QByteArray &entry)
{
    _acknowledging.insert(entry);
    whenDone(_acting.send({"XACK", _spot.key, _spot.group, entry}), this,
             [this, entry](const Result<RespValue> &answer) {
                 if (answer)
                     _acknowledging.remove(entry);
             });
}

void StreamReader::readNext()
{
    if (!_running || !_reading.isReady())
        return;
    QList<QByteArray> command{"XREADGROUP", "GROUP", _spot.group, _spot.consumer, "COUNT", atOnce};
    if (_from == fresh)
        command += {"BLOCK", QByteArray::number(_spot.block.count())};
    command += {"STREAMS", _spot.key, _from};
    whenDone(_reading.send(command, _spot.block), this,
             [this](const Result<RespValue> &answer) { answered(answer); });
}

void StreamReader::answered(const Result<RespValue> &answer)
{
    if (!_running || !answer)
        return; // the connection says itself that it is lost
    if (const RespError *const error = answer->error(); error != nullptr) {
        if (isNoGroup(*error))
            makeGroup();
        else
            retryLater(redisError(*error, QString::fromUtf8(_spot.key)));
        return;
    }
    report(true, {});
    const RespValue::List entries = answer->items().value(0).items().value(1).items();
    if (_from != fresh)
        _from = entries.isEmpty() ? fresh : entries.last().items().value(0).text();
    takeEntries(entries);
    readNext();
}

void StreamReader::takeEntries(const RespValue::List &entries)
{
    for (const RespValue &entry : entries) {
        const QByteArray id = entry.items().value(0).text();
        const RespValue fields = entry.items().value(1);
        if (fields.isNil())
            acknowledge(id); // trimmed away; the host announces it again if it still matters
        else
            Q_EMIT entryRead(id, messageOf(fields.items()));
    }
}

// From the beginning of the stream, so that nothing is missed that came before the group.
void StreamReader::makeGroup()
{
    whenDone(_acting.send({"XGROUP", "CREATE", _spot.key, _spot.group, "0", "MKSTREAM"}), this,
             [this](const Result<RespValue> &answer) {
                 if (!answer) {
                     retryLater(answer.error());
                 } else if (answer->error() != nullptr && !isGroupThere(*answer->error())) {
                     // A client's user may not make one: then the host does, and this is no fault of rights.
                     retryLater(redisError(RespError{"NOGROUP"}, QString::fromUtf8(_spot.key)));
                 } else {
                     _from = "0";
                     readNext();
                 }
             });
}

void StreamReader::takeOver()
{
    whenDone(_acting.send({"XAUTOCLAIM", _spot.key, _spot.group, _spot.consumer,
                           QByteArray::number(_spot.idle.count()), "0-0", "COUNT", atOnce}),
             this, [this](const Result<RespValue> &answer) {
                 if (_running && answer)
                     takeEntries(answer->items().value(1).items());
             });
}

void StreamReader::retryLater(const Error &error)
{
    report(false, describe(error));
    if (_running)
        _retry.start(_spot.retry);
}

void StreamReader::report(bool up, const QString &reason)
{
    if (_up == up && _reason == reason)
        return;
    _up = up;
    _reason = reason;
    Q_EMIT stateChanged(up, reason);
}

} // namespace archivesmp::agent::redis
