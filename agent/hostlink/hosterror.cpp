// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/hostlink/hosterror.h"

#include "common/core/textescape.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace archivesmp::agent::hostlink {

using namespace Qt::StringLiterals;

namespace {

ErrorCode codeOf(int status)
{
    switch (status) {
    case 400:
    case 405:
    case 411:
    case 414:
    case 431:
        return ErrorCode::InvalidArgument;
    case 401:
        return ErrorCode::Unauthenticated;
    case 403:
        return ErrorCode::PermissionDenied;
    case 404:
        return ErrorCode::NotFound;
    case 409:
        return ErrorCode::Conflict;
    case 410:
        return ErrorCode::Cancelled;
    case 413:
        return ErrorCode::LimitExceeded;
    case 415:
    case 422:
        return ErrorCode::InvalidInput;
    case 429:
    case 503:
        return ErrorCode::Busy;
    case 504:
        return ErrorCode::Timeout;
    case 507:
        return ErrorCode::NoSpace;
    default:
        return status >= 400 && status < 500 ? ErrorCode::InvalidArgument : ErrorCode::Unavailable;
    }
}

bool isFinalAnswer(int status)
{
    return status == 404 || status == 409 || status == 410;
}

} // namespace

Error hostError(int status, const QByteArray &body)
{
    const QJsonObject words = QJsonDocument::fromJson(body).object().value("error"_L1).toObject();
    const QString name = words.value("code"_L1).toString();
    ErrorCode code = codeOf(status);
    if (name.isEmpty()) {
        if (isFinalAnswer(status))
            code = ErrorCode::Unavailable;
        return Error{code,
                     u"HTTP status "_s + QString::number(status) + u" that is not the host's own answer"_s};
    }
    // The host's own word is finer than the status, below 500.
    if (const ErrorCode named = errorCodeFromName(name); status < 500 && named != ErrorCode::Internal)
        code = named;
    return Error{code,
                 excerpt(words.value("message"_L1).toString(), 1000),
                 {},
                 0,
                 0,
                 excerpt(words.value("field"_L1).toString()),
                 excerpt(words.value("remedy"_L1).toString(), 500)};
}

} // namespace archivesmp::agent::hostlink
