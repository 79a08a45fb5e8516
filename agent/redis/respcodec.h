// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/redis/respvalue.h"
#include "common/core/result.h"

#include <QByteArrayView>

#include <memory>

struct redisReader;

namespace archivesmp::agent::redis {

[[nodiscard]] QByteArray encodeCommand(const QList<QByteArray> &words);

// Turns the bytes of a connection into answers. One that grows beyond 16 MiB, or that is not Redis' protocol,
// is an error after which the connection is of no more use.
class RespReader final
{
public:
    RespReader();
    ~RespReader();
    Q_DISABLE_COPY_MOVE(RespReader)

    // The answers that these bytes complete.
    [[nodiscard]] Result<QList<RespValue>> feed(QByteArrayView bytes);

private:
    static constexpr qint64 answerLimit = qint64(16) * 1024 * 1024;

    struct Free
    {
        void operator()(redisReader *reader) const;
    };
    std::unique_ptr<redisReader, Free> _reader;
    qint64 _sinceLastAnswer = 0;
};

} // namespace archivesmp::agent::redis
