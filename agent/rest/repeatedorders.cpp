// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/repeatedorders.h"

#include <QCryptographicHash>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;

namespace {

// A failure that passes is no answer to keep.
bool isWorthKeeping(const RepeatedOrders::Answer &answer)
{
    if (!answer.isFinished())
        return true;
    if (answer.resultCount() == 0)
        return false;
    const Result<ApiReply> reply = answer.result();
    return reply || !isTransient(reply.error().code);
}

} // namespace

RepeatedOrders::Answer RepeatedOrders::once(const ApiRequest &request, const std::function<Answer()> &order)
{
    if (request.idempotencyKey.isEmpty())
        return order();
    const QString key = request.user.name + u'\n' + request.idempotencyKey;
    const QByteArray hash = QCryptographicHash::hash(request.body, QCryptographicHash::Sha256);
    const auto found = _kept.constFind(key);
    if (found != _kept.constEnd() && found->bodyHash != hash)
        return QtFuture::makeReadyFuture(Result<ApiReply>(Error{ErrorCode::Conflict,
                                                                u"this key was used for another order"_s,
                                                                {},
                                                                0,
                                                                0,
                                                                u"Idempotency-Key"_s,
                                                                u"take a new one for each order"_s}));
    if (found != _kept.constEnd() && isWorthKeeping(found->answer))
        return found->answer;

    const Answer answer = order();
    if (found == _kept.constEnd())
        _oldestFirst.append(key);
    _kept.insert(key, {hash, answer});
    if (_oldestFirst.size() > keptLimit)
        _kept.remove(_oldestFirst.takeFirst());
    return answer;
}

} // namespace archivesmp::agent::rest
