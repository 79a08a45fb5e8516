// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/ampanswer.h"

#include "common/core/textescape.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace archivesmp::agent::amp {

using namespace Qt::StringLiterals;

namespace {

// AMP's sentence is "… requires the Session.Exists permission".
QString missingNode(const QString &message)
{
    static const QRegularExpression pattern(u"requires the ([A-Za-z0-9_.*-]+) permission"_s);
    return pattern.match(message).captured(1);
}

Error errorOfFault(const QJsonObject &fault)
{
    const QString title = excerpt(fault.value("Title"_L1).toString());
    const QString message = excerpt(fault.value("Message"_L1).toString());
    if (title == "Unauthorized Access"_L1) {
        if (message.contains("Session.Exists"_L1))
            return Error{ErrorCode::Unauthenticated, u"the session is not valid"_s};
        const QString node = missingNode(message);
        Error error{ErrorCode::PermissionDenied, message};
        if (!node.isEmpty()) {
            error.message = u"the account lacks the permission "_s + node;
            error.remedy = u"grant %1 to its role in AMP, then log it in again"_s.arg(node);
        }
        return error;
    }
    if (title == "Instance Unavailable"_L1)
        return Error{ErrorCode::Unavailable, u"the instance's daemon does not run"_s};
    return Error{ErrorCode::Internal, u"AMP failed: %1: %2"_s.arg(title, message)};
}

Error errorOfRefusal(const QString &reason)
{
    if (reason.startsWith("No instance with ID"_L1) || reason.startsWith("No such"_L1))
        return Error{ErrorCode::NotFound, u"AMP says: "_s + reason};
    if (reason.contains("instance is not running"_L1))
        return Error{ErrorCode::Unavailable, u"the instance's daemon does not run"_s};
    return Error{ErrorCode::Conflict,
                 reason.isEmpty() ? u"AMP refused it without a reason"_s
                                  : QString(u"AMP refused it: "_s + reason)};
}

Result<QJsonValue> valueOfObject(const QJsonObject &object)
{
    if (object.contains("Title"_L1) && object.contains("Message"_L1))
        return errorOfFault(object);
    // Tasks have a Status of their own, and an Id.
    if (object.value("Status"_L1) == QJsonValue(false) && !object.contains("Id"_L1))
        return errorOfRefusal(excerpt(object.value("Reason"_L1).toString()));
    if (object.size() == 1 && object.contains("result"_L1))
        return object.value("result"_L1);
    if (object.isEmpty())
        return QJsonValue();
    return QJsonValue(object);
}

Result<QJsonValue> notAmps(const QByteArray &body)
{
    return Error{ErrorCode::InvalidInput,
                 u"the answer is not AMP's: "_s + excerpt(QString::fromUtf8(body.left(400)), 120)};
}

} // namespace

Result<QJsonValue> readAnswer(int httpStatus, const QByteArray &body)
{
    QByteArray text = body.trimmed();
    if (text.startsWith("\xef\xbb\xbf"))
        text = text.mid(3).trimmed();
    if (httpStatus == 401 || httpStatus == 403)
        return Error{ErrorCode::Unauthenticated, u"AMP answered HTTP %1"_s.arg(httpStatus)};
    if (httpStatus == 429)
        return Error{ErrorCode::Busy, u"AMP gets too many requests"_s};
    if (httpStatus >= 500)
        return Error{ErrorCode::Unavailable, u"HTTP %1 instead of an answer of AMP"_s.arg(httpStatus)};
    if (httpStatus >= 300)
        return Error{ErrorCode::InvalidInput, u"HTTP %1 instead of an answer of AMP"_s.arg(httpStatus)};
    if (text.isEmpty())
        return QJsonValue();
    // QJsonDocument reads lists and objects only, and AMP answers bare texts and numbers too.
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson('[' + text + ']', &problem);
    if (problem.error != QJsonParseError::NoError || document.array().size() != 1)
        return notAmps(text);
    const QJsonValue value = document.array().first();
    return value.isObject() ? valueOfObject(value.toObject()) : Result<QJsonValue>(value);
}

} // namespace archivesmp::agent::amp
