// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/redis/respcodec.h"

#include <hiredis/hiredis.h>

#include <vector>

namespace archivesmp::agent::redis {

using namespace Qt::StringLiterals;

namespace {

RespValue valueOf(const redisReply &reply)
{
    switch (reply.type) {
    case REDIS_REPLY_INTEGER:
        return {qint64(reply.integer)};
    case REDIS_REPLY_STATUS:
    case REDIS_REPLY_STRING:
        return {QByteArray(reply.str, qsizetype(reply.len))};
    case REDIS_REPLY_ERROR:
        return {RespError{QByteArray(reply.str, qsizetype(reply.len))}};
    case REDIS_REPLY_ARRAY: {
        RespValue::List items;
        items.reserve(qsizetype(reply.elements));
        for (std::size_t i = 0; i < reply.elements; ++i)
            items.append(valueOf(*reply.element[i]));
        return {items};
    }
    default:
        return {};
    }
}

} // namespace

QByteArray encodeCommand(const QList<QByteArray> &words)
{
    std::vector<const char *> texts;
    std::vector<std::size_t> sizes;
    for (const QByteArray &word : words) {
        texts.push_back(word.constData());
        sizes.push_back(std::size_t(word.size()));
    }
    char *encoded = nullptr;
    const int size = redisFormatCommandArgv(&encoded, int(words.size()), texts.data(), sizes.data());
    const QByteArray command(encoded, size > 0 ? size : 0);
    redisFreeCommand(encoded);
    return command;
}

void RespReader::Free::operator()(redisReader *reader) const
{
    redisReaderFree(reader);
}

RespReader::RespReader()
    : _reader(redisReaderCreate())
{ }

RespReader::~RespReader() = default;

Result<QList<RespValue>> RespReader::feed(QByteArrayView bytes)
{
    _sinceLastAnswer += bytes.size();
    redisReaderFeed(_reader.get(), bytes.data(), std::size_t(bytes.size()));
    QList<RespValue> answers;
    while (true) {
        void *reply = nullptr;
        if (redisReaderGetReply(_reader.get(), &reply) != REDIS_OK)
            return Error{ErrorCode::InvalidInput,
                         u"this is not Redis that answers: "_s + QString::fromUtf8(_reader->errstr)};
        if (reply == nullptr)
            break;
        answers.append(valueOf(*static_cast<redisReply *>(reply)));
        freeReplyObject(reply);
        _sinceLastAnswer = 0;
    }
    if (_sinceLastAnswer > answerLimit)
        return Error{ErrorCode::LimitExceeded, u"an answer of Redis is larger than 16 MiB"_s};
    return answers;
}

} // namespace archivesmp::agent::redis
