// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/redis/rediserror.h"

#include "common/core/textescape.h"

#include <array>

namespace archivesmp::agent::redis {

using namespace Qt::StringLiterals;

namespace {

struct Meaning
{
    QByteArrayView word;
    ErrorCode code;
    QStringView message;
    QStringView remedy;
};

constexpr std::array meanings{
    Meaning{"NOAUTH", ErrorCode::Unauthenticated, u"Redis wants a password",
            u"set redis.username and redis.password"},
    Meaning{"WRONGPASS", ErrorCode::Unauthenticated, u"Redis does not know this user and password",
            u"compare redis.username and redis.password with the ACL file of Redis"},
    Meaning{"NOPERM", ErrorCode::PermissionDenied, u"the Redis user may not do that",
            u"give it the commands and keys that the template's ACL file names"},
    Meaning{"NOGROUP", ErrorCode::Unavailable, u"the consumer group is not there yet",
            u"the host makes it with its next announcement; look whether the host reaches Redis"},
    Meaning{"WRONGTYPE", ErrorCode::Conflict, u"the key holds something of another tool, and is left alone",
            u"rename or delete that key by hand, or set another redis.prefix on all agents"},
    Meaning{"OOM", ErrorCode::Unavailable, u"Redis has no memory left",
            u"raise maxmemory of Redis; its policy must stay noeviction"},
    Meaning{"LOADING", ErrorCode::Busy, u"Redis is still loading its data", u"wait"},
    Meaning{"MISCONF", ErrorCode::Unavailable, u"Redis cannot save to its disk and takes no writes",
            u"look at the disk and the log of the Redis server"},
    Meaning{"READONLY", ErrorCode::Unavailable, u"this Redis is a read-only replica",
            u"point redis.host at the primary"},
    Meaning{"BUSY", ErrorCode::Busy, u"Redis is busy with a script", u"wait"},
    Meaning{"MASTERDOWN", ErrorCode::Unavailable, u"this Redis is a replica without its primary",
            u"point redis.host at the primary"},
};

QByteArrayView firstWord(const QByteArray &text)
{
    const qsizetype blank = text.indexOf(' ');
    return QByteArrayView(text).first(blank < 0 ? text.size() : blank);
}

} // namespace

Error redisError(const RespError &error, const QString &what)
{
    for (const Meaning &meaning : meanings) {
        if (firstWord(error.text) == meaning.word)
            return Error{meaning.code, what + u": "_s + meaning.message, {}, 0, 0,
                         {},           meaning.remedy.toString()};
    }
    return Error{ErrorCode::Internal, what + u": "_s + excerpt(QString::fromUtf8(error.text))};
}

bool isNoGroup(const RespError &error)
{
    return firstWord(error.text) == "NOGROUP";
}

bool isGroupThere(const RespError &error)
{
    return firstWord(error.text) == "BUSYGROUP";
}

} // namespace archivesmp::agent::redis
