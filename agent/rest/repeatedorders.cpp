// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/repeatedorders.h"

#include <QCryptographicHash>
#include <QLoggingCategory>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;
using coordinator::MadeOrder;
using coordinator::OrderMemory;
using protocol::JobAccepted;
using Accepted = RepeatedOrders::Accepted;

namespace {

Q_LOGGING_CATEGORY(lcOrders, "archivesmp.orders", QtInfoMsg)

// A failure that passes is no answer to keep.
bool isWorthKeeping(const Accepted &answer)
{
    if (!answer.isFinished())
        return true;
    if (answer.resultCount() == 0)
        return false;
    const Result<JobAccepted> accepted = answer.result();
    return accepted || !isTransient(accepted.error().code);
}

Accepted answerWith(Result<JobAccepted> result)
{
    return QtFuture::makeReadyFuture(std::move(result));
}

Error usedForAnother()
{
    return {ErrorCode::Conflict,  u"this key was used for another order"_s, {}, 0, 0,
            u"Idempotency-Key"_s, u"take a new one for each order"_s};
}

// The order is there, whether or not it could be written down.
Accepted writtenDown(OrderMemory &memory, const MadeOrder &order)
{
    return memory.remember(order).then([job = order.job](const Result<void> &done) -> Result<JobAccepted> {
        if (!done)
            qCWarning(lcOrders).noquote() << "an order is not remembered:" << describe(done.error());
        return JobAccepted{job};
    });
}

Accepted made(OrderMemory &memory, const MadeOrder &order, const Accepted &accepted)
{
    return Accepted(accepted)
        .then([&memory, order](const Result<JobAccepted> &result) -> Accepted {
            return result ? writtenDown(memory, {order.keySha256, order.bodySha256, result->job})
                          : answerWith(result.error());
        })
        .unwrap();
}

} // namespace

Accepted RepeatedOrders::once(const ApiRequest &request, const std::function<Accepted()> &order)
{
    if (request.idempotencyKey.isEmpty())
        return order();
    const auto sha256
        = [](const QByteArray &of) { return QCryptographicHash::hash(of, QCryptographicHash::Sha256); };
    const MadeOrder asked{sha256(QString(request.user.name + u'\n' + request.idempotencyKey).toUtf8()),
                          sha256(request.body),
                          {}};
    const auto found = _kept.constFind(asked.keySha256);
    if (found != _kept.constEnd() && found->bodySha256 != asked.bodySha256)
        return answerWith(usedForAnother());
    if (found != _kept.constEnd() && isWorthKeeping(found->answer))
        return found->answer;

    const Accepted answer = _memory.orderMadeWith(asked.keySha256)
                                .then([&memory = _memory, asked,
                                       order](const Result<std::optional<MadeOrder>> &before) -> Accepted {
                                    if (!before)
                                        return answerWith(before.error());
                                    if (!*before)
                                        return made(memory, asked, order());
                                    if ((*before)->bodySha256 != asked.bodySha256)
                                        return answerWith(usedForAnother());
                                    return answerWith(JobAccepted{(*before)->job});
                                })
                                .unwrap();
    if (found == _kept.constEnd())
        _oldestFirst.append(asked.keySha256);
    _kept.insert(asked.keySha256, {asked.bodySha256, answer});
    if (_oldestFirst.size() > keptLimit)
        _kept.remove(_oldestFirst.takeFirst());
    return answer;
}

} // namespace archivesmp::agent::rest
